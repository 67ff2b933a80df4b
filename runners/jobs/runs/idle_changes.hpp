#pragma once

#include <runners/jobs/runs/prepare.hpp>

#include <string>
#include <vector>

namespace wafercast {

/// What a scenario changes and no figure feels, in words: each of its changes is taken back alone, on the same draws,
/// and where no path gives another value in any series, that is said. `request` is the one of which `prepared` was
/// made.
std::vector<std::string> idle_suppositions(const Prepared& prepared, const ScenarioRequest& request);

/// Whether a change is of this driver, or of something of it.
bool concerns(const ScenarioChange& change, const std::string& driver);

/// Whether a change is of what is believed of a driver, which is learnt anew.
bool is_of_beliefs(const ScenarioChange& change);

/// The same of what is believed otherwise than in `base`: where the data leave no trace of it, as where a level is
/// anchored to what was last reported and only its changes count.
std::vector<std::string> idle_beliefs(const Prepared& prepared, const Prepared& base);

}  // namespace wafercast
