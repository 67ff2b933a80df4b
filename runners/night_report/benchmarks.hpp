#pragma once

#include <runners/report/text/text_grid.hpp>
#include <runners/store/store.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace wafercast {

/// What a file of benchmarks measured.
struct Benchmarks {
  std::vector<Measurement> measurements;
  std::vector<std::string> left_out{};  ///< what was not measured, and why, a sentence a benchmark
};

/// What a file in Google Benchmark's format says, of `bench check --json` too (of that the newer side alone): time by
/// benchmark over its repetitions, in seconds, and instructions where they were counted. The time is the processor's,
/// or the one that the benchmark asks for (`…/real_time`, `…/manual_time`). Errors, skipped benchmarks and what was
/// made of repetitions (means, medians) are no measurements. Machine and revision are those of the context. Throws
/// InputError.
Benchmarks read_benchmarks(const std::filesystem::path& file);

/// Each benchmark's newest figure against the median of up to ten before it, on the same machine.
std::string benchmarks_text(const std::vector<Measurement>& measurements, Colours colours);

/// A page with a chart a benchmark.
std::string benchmarks_page(const std::vector<Measurement>& measurements);

}  // namespace wafercast
