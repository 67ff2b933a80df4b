#pragma once

#include <cstddef>
#include <string>

namespace wafercast::streams {

// The name of every stream of draws that there is. Names are for ever: a stream that is called otherwise draws other
// numbers, and every result on the same seed changes (contract 1).

/// The optimism that all knots of a driver share.
std::string shared(const std::string& driver);
/// A knot's own optimism; `label` as it was written: 2025Q4.
std::string knot(const std::string& driver, const std::string& label);
/// The movement around a driver's course: a step a quarter of the horizon.
std::string noise(const std::string& driver);

/// The common factor of a correlated group whose extremes come together, by its first driver.
std::string tail(const std::string& first_driver);

/// Whether an event happens and, for a hazard, when; when in its window; how long it lasts.
std::string event_fires(const std::string& event);
std::string event_starts(const std::string& event);
std::string event_lasts(const std::string& event);
/// What an event does to a driver, or to all that fit a pattern, and how fast; `position` among the event's effects.
std::string effect_amount(const std::string& event, const std::string& driver, std::size_t position);
std::string effect_ramp(const std::string& event, const std::string& driver, std::size_t position);

/// The error of an observation: a step an assimilation.
std::string observation(const std::string& name);
/// A stream that a run over the past has for itself.
std::string before(const std::string& stream);

}  // namespace wafercast::streams
