#include <wafercast/cli/option_text.hpp>

#include <CLI/CLI.hpp>

#include <charconv>
#include <cmath>

namespace wafercast {

Date read_date_option(const std::string& option, const std::string& text) {
  if (const auto date = parse_date(text)) return *date;
  throw CLI::ValidationError(option, "'" + text + "' is no date; write it as 2025-02-27");
}

std::int64_t read_paths_option(std::string text) {
  double factor = 1.0;
  if (!text.empty() && (text.back() == 'k' || text.back() == 'M')) {
    factor = text.back() == 'k' ? 1e3 : 1e6;
    text.pop_back();
  }
  double value = 0.0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  value *= factor;
  if (error != std::errc() || stop != end || !(value >= 1.0) || value > 1e12 || value != std::floor(value)) {
    throw CLI::ValidationError("--paths", "'" + text + "' is no number of paths; write 100000, 100k or 1e5");
  }
  return static_cast<std::int64_t>(value);
}

void add_threads(CLI::App& command, int& threads) {
  constexpr int most_threads = 256;
  command.add_option("--threads", threads, "Worker threads; 0 takes all processors")
      ->check(CLI::Range(0, most_threads))
      ->capture_default_str();
}

void add_reach(CLI::App& command, Reach& reach) {
  command
      .add_option("--root", reach.root,
                  "Folder within which the scenario's own files lie; default: its project (the folder with .git), or "
                  "the folder above its own")
      ->check(CLI::ExistingDirectory);
  command.add_flag("--allow-outside", reach.allow_outside, "Let the scenario read files from anywhere");
}

void add_seed(CLI::App& command, std::uint64_t& seed) {
  command.add_option("--seed", seed, "Seed of all draws")->capture_default_str()->check([](const std::string& text) {
    const bool plain = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
    return plain ? std::string() : "'" + text + "' is no seed; write a whole number from 0 on";
  });
}

}  // namespace wafercast
