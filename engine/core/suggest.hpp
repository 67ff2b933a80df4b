#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wafercast {

/// The candidate a person most likely meant (optimal string alignment distance of at most a third of the word), as
/// "did you mean 'x'?"; empty when nothing is near.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace wafercast
