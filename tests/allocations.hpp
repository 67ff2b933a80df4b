#pragma once

namespace wafercast::testing {

/// How often the whole program has asked for memory so far, by whatever name: `new`, or the malloc beneath it, which
/// Eigen calls itself. Link allocations.cpp to count.
long allocations();

/// Sanitizers bring a malloc of their own, and nothing is counted.
bool allocations_are_counted();

}  // namespace wafercast::testing
