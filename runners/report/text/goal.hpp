#pragma once

#include <runners/jobs/studies/goal.hpp>

#include <string>

namespace wafercast {

/// The value that reaches the target, or why none does.
std::string goal_text(const GoalResult& result);

}  // namespace wafercast
