#pragma once

#include <runners/report/text/text_grid.hpp>
#include <runners/store/store.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace wafercast {

/// What a file in Google Benchmark's format says, of `bench check --json` too (of that the newer side alone): processor
/// time by benchmark over its repetitions, in seconds, and instructions where they were counted. Machine and revision
/// are those of its context. Throws InputError.
std::vector<Measurement> read_benchmarks(const std::filesystem::path& file);

/// Each benchmark's newest figure against the median of up to ten before it, on the same machine.
std::string benchmarks_text(const std::vector<Measurement>& measurements, Colours colours);

/// A page with a chart a benchmark.
std::string benchmarks_page(const std::vector<Measurement>& measurements);

}  // namespace wafercast
