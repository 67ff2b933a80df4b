#pragma once

#include <engine/core/diagnostics.hpp>
#include <engine/language/compose/read_options.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace wafercast {

/// A scenario of a night: a file, with settings laid over it.
struct PlannedUnit {
  std::filesystem::path file;
  std::string named;  ///< as the plan names it: the same night after night, wherever the plan lies
  std::vector<Setting> settings{};
};

/// A figure that is looked at every morning.
struct Watch {
  enum class Kind {
    moves,   ///< its median moves by more than a part of itself; a share by points
    crosses  ///< a question's probability crosses a level
  };
  Kind kind;
  std::string of;  ///< a metric, or a question
  std::string period{};
  double threshold = 0.0;
  bool without_news = false;  ///< only where the data are the same
  std::string text;           ///< as people read it
  SourceLocation where{};
  bool in_points = false;  ///< the threshold is of a share
};

/// A metric that a plan keeps.
struct KeptMetric {
  std::string name;
  SourceLocation where;
};

/// What runs every night.
struct NightlyPlan {
  std::string name;
  std::filesystem::path file;
  std::string store;  ///< a file, or a server (Database)
  std::int64_t paths = 100'000;
  std::uint64_t seed = 1;
  std::vector<PlannedUnit> units;
  std::vector<KeptMetric> metrics;  ///< none: those that each scenario shows first; what is watched is kept too
  std::vector<Watch> watches;
  bool keep_summaries = false;                        ///< of every run, so that paths can be added later
  std::optional<std::chrono::days> keep;              ///< none: for ever
  std::optional<std::chrono::seconds> stale_after{};  ///< the newest night's age that is no health any more
  std::filesystem::path site{};                       ///< a folder; empty: no site
  std::filesystem::path prometheus{};
  std::filesystem::path mail{};
  std::filesystem::path alerts{};  ///< a file; empty: none
  std::string send{};              ///< a shell command that is given the mail when there are alerts; empty: none
};

/// Reads a plan; paths in it are relative to it. Throws InputError with every problem.
NightlyPlan read_nightly_plan(const std::filesystem::path& file);

}  // namespace wafercast
