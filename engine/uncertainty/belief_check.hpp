#pragma once

#include <engine/uncertainty/belief.hpp>

namespace wafercast {

/// Throws BeliefError when the numbers of a belief contradict each other or its support. Says nothing of whether a
/// distribution through them exists (see Metalog) or reaches beyond the support (see Marginal).
void check(const Belief& belief, Support support);

}  // namespace wafercast
