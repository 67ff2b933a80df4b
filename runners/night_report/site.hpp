#pragma once

#include <runners/files/output_mark.hpp>
#include <runners/nightly/night.hpp>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace wafercast {

/// The files of a plan's site, by name.
std::vector<std::pair<OutputKind, std::string>> site_files(const NightlyPlan& plan);

/// Writes a night's pages into a folder: an overview, a page a scenario with the history of its figures and its record,
/// and the files that they share. Each file appears whole; a page of a scenario that left the plan stays as it was.
void write_site(const std::filesystem::path& folder, const NightResult& result, const NightlyPlan& plan, Store& store);

/// One figure over the nights as a page by itself.
std::string history_page(const Subject& subject, const std::vector<HistoryPoint>& points);

}  // namespace wafercast
