#include <runners/jobs/runs/profile.hpp>

#include <engine/simulation/simulate.hpp>
#include <runners/jobs/runs/run.hpp>

#include <chrono>
#include <cstddef>

namespace wafercast {
namespace {

class StageClock final : public StageObserver {
 public:
  void begin() override { last_ = Clock::now(); }
  void passed(Stage stage) override {
    const Clock::time_point now = Clock::now();
    seconds[static_cast<std::size_t>(stage)] += std::chrono::duration<double>(now - last_).count();
    last_ = now;
  }

  std::array<double, stage_count> seconds{};

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point last_{};
};

}  // namespace

const char* name_of(Stage stage) {
  constexpr std::array<const char*, stage_count> names = {"sampling", "dependence", "drivers", "events",
                                                          "model",    "derive",     "summary"};
  return names[static_cast<std::size_t>(stage)];
}

StageProfile profile_stages(const Prepared& prepared, std::int64_t paths) {
  Counted counted = nothing_counted(prepared);
  StageClock clock;
  RunOptions options;
  options.paths = paths;
  options.threads = {1};
  options.rows = prepared.rows.held;
  options.observer = [&](int) { return &clock; };
  simulate(prepared.plan, *prepared.model, prepared.sampler(), options,
           [&](int) -> BlockConsumer& { return counted.summary; });
  return {paths, clock.seconds};
}

}  // namespace wafercast
