#pragma once

#include <runners/jobs/runs/beliefs_and_record.hpp>
#include <runners/jobs/runs/prepare.hpp>

namespace wafercast {

/// Where the data contradict what is believed: the factor without a name (`chain.unexplained`) whose median leaves 0.8
/// to 1.25, and the drivers with a name that were moved most from what is `believed`: draws of the same plan. Of a
/// scenario that learnt.
BeliefsAndRecord contradictions(const Prepared& prepared, const Sampler& believed, Threads threads);

}  // namespace wafercast
