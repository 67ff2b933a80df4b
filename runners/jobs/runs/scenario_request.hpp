#pragma once

#include <engine/core/parallel.hpp>
#include <engine/language/compose/read_options.hpp>
#include <engine/scenario/reliance.hpp>
#include <runners/jobs/runs/sampling_kind.hpp>
#include <runners/jobs/runs/summarised_series.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>

namespace wafercast {

class Model;
struct Plan;
struct Scenario;

/// A scenario as somebody asks for it.
struct ScenarioRequest {
  std::filesystem::path file;
  ReadOptions read{};
  Reliance reliance = Reliance::both;
  std::uint64_t seed = 1;
  Sampling sampling{};
  SeriesAsked series{};  ///< that its forecast holds
  Threads threads{};
  std::filesystem::path cache{};  ///< a folder that keeps what was learnt (PosteriorCache); empty: none
  std::filesystem::file_time_type begun = std::filesystem::file_time_type::clock::now();  ///< when it was asked for
  std::function<bool()> stop = [] { return false; };  ///< ends what is being learnt: prepare() throws Stopped

  /// Looks whether the plan has what is asked for, before anything is learnt or drawn; throws InputError.
  std::function<void(const Scenario&, const Plan&, const Model&)> examine{};
};

}  // namespace wafercast
