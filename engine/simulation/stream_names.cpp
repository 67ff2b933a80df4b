#include <engine/simulation/stream_names.hpp>

#include <fmt/format.h>

namespace wafercast::streams {

std::string shared(const std::string& driver) {
  return "driver." + driver;
}

std::string knot(const std::string& driver, const std::string& label) {
  return fmt::format("driver.{}.{}", driver, label);
}

std::string noise(const std::string& driver) {
  return fmt::format("driver.{}.noise", driver);
}

std::string tail(const std::string& first_driver) {
  return fmt::format("driver.{}.tail", first_driver);
}

std::string event_fires(const std::string& event) {
  return fmt::format("event.{}.fires", event);
}

std::string event_starts(const std::string& event) {
  return fmt::format("event.{}.starts", event);
}

std::string event_lasts(const std::string& event) {
  return fmt::format("event.{}.lasts", event);
}

std::string effect_amount(const std::string& event, const std::string& driver, std::size_t position) {
  return fmt::format("event.{}.{}.{}.amount", event, driver, position);
}

std::string effect_ramp(const std::string& event, const std::string& driver, std::size_t position) {
  return fmt::format("event.{}.{}.{}.ramp", event, driver, position);
}

std::string observation(const std::string& name) {
  return "observation." + name;
}

std::string before(const std::string& stream) {
  return "before." + stream;
}

}  // namespace wafercast::streams
