#include <runners/report/text/path_listing.hpp>

#include <fmt/format.h>

namespace wafercast {
namespace {

std::string line(const std::string& name, const std::string& unit) {
  return fmt::format("{:36} {:16}", name, unit);
}

std::string columns(const std::vector<double>& values) {
  std::string text;
  for (const double value : values) text += fmt::format(" {:13.6g}", value);
  return text + "\n";
}

}  // namespace

std::string path_listing(const SinglePath& path) {
  std::string quarters;
  for (int q = 1; q <= path.quarters; ++q) quarters += fmt::format(" {:>13}", to_string(path.last_reported + q));
  std::string text = fmt::format("path {} of {}, as of {}\n\nevents that start within the horizon\n", path.path,
                                 path.scenario, to_string(path.as_of));
  for (const std::string& event : path.events) text += fmt::format("  {}\n", event);
  text += fmt::format("\n{} {:>13}{}\n", line("drivers", "unit"), to_string(path.last_reported), quarters);
  for (const SinglePath::Row& driver : path.drivers) text += line(driver.name, driver.unit) + columns(driver.values);
  text += fmt::format("\n{} {:>13}{}\n", line("metrics", "unit"), "", quarters);
  for (const SinglePath::Row& metric : path.metrics) {
    text += line(metric.name, metric.unit) + fmt::format(" {:>13}", "") + columns(metric.values);
  }
  return text;
}

}  // namespace wafercast
