#pragma once

#include <engine/language/read.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace wafercast {

/// A piece of news that reached a scenario, and how to read the scenario with it and all before it in the list.
struct NewsItem {
  /// What a reader may hold against what was expected, apart from all else.
  enum class Kind { time, reported, outlook, other };

  std::string title;  ///< "reported FY25Q4", "outlook for FY26Q1", "deepseek R1 and the market's reaction"
  std::vector<std::string> details;  ///< what it is about: drivers and events, or how many rows of a table
  Cuts cuts;                         ///< of a reading as of the later day
  Kind kind = Kind::other;
};

/// What became public after `from` and by `to`: that time has passed, reported quarters, the outlook, the rows of each
/// other table, and dated beliefs day by day, in this order. Read as of `to` with the cuts of the last item, which has
/// none, the scenario is that of the later day. Throws InputError like read_scenario.
std::vector<NewsItem> news_between(const std::filesystem::path& file, const ReadOptions& options, Date from, Date to);

}  // namespace wafercast
