#include <wafercast/cli/path_listing.hpp>

#include <wafercast/simulation/simulate.hpp>

#include <fmt/format.h>

namespace wafercast {
namespace {

std::string line(const std::string& name, const std::string& unit) {
  return fmt::format("{:36} {:16}", name, unit);
}

}  // namespace

std::string list_path(const Scenario& scenario, const Plan& plan, const Model& model, const Sampler& sampler,
                      std::uint64_t path) {
  BlockRunner runner(plan, model, sampler);
  const int lane = static_cast<int>(path % block_lanes);
  const SeriesBlock& block = runner.run(path - static_cast<std::uint64_t>(lane), block_lanes);

  std::string text = fmt::format("path {} of {}, as of {}\n\nevents that start within the horizon\n", path,
                                 scenario.name, to_string(scenario.as_of));
  for (std::size_t i = 0; i < plan.event_names.size(); ++i) {
    if (block.happened[static_cast<int>(i)][lane] > 0.0) text += fmt::format("  {}\n", plan.event_names[i]);
  }

  text += "\n" + line("drivers", "unit") + fmt::format(" {:>13}", to_string(scenario.last_reported));
  for (int q = 0; q < plan.slices.quarters; ++q) text += fmt::format(" {:>13}", to_string(scenario.first + q));
  text += "\n";
  const DriverBlock& drivers = runner.drivers();
  for (std::size_t d = 0; d < model.drivers().size(); ++d) {
    const int driver = static_cast<int>(d);
    text += line(model.drivers()[d].name, model.drivers()[d].unit);
    text += fmt::format(" {:13.6g}", drivers(driver, Slices::anchor)[lane]);
    for (int q = 0; plan.drivers[d].moves && q < plan.slices.quarters; ++q) {
      text += fmt::format(" {:13.6g}", drivers(driver, Slices::horizon + q)[lane]);
    }
    text += "\n";
  }

  text += "\n" + line("metrics", "unit") + fmt::format(" {:>13}", "");
  for (int q = 0; q < plan.slices.quarters; ++q) text += fmt::format(" {:>13}", to_string(scenario.first + q));
  text += "\n";
  for (std::size_t m = 0; m < model.metrics().size(); ++m) {
    text += line(model.metrics()[m].name, model.metrics()[m].unit) + fmt::format(" {:>13}", "");
    for (int q = 0; q < plan.slices.quarters; ++q) {
      text += fmt::format(" {:13.6g}", runner.metrics()(static_cast<int>(m), q)[lane]);
    }
    text += "\n";
  }
  return text;
}

}  // namespace wafercast
