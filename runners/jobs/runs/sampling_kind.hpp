#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace wafercast {

/// How paths are drawn.
struct Sampling {
  enum class Kind { independent, latin_hypercube, sobol };
  Kind kind = Kind::independent;
  std::int64_t paths = 0;  ///< of the run, which points have to know

  bool takes_points() const { return kind != Kind::independent; }
};

/// As people write it: "sobol".
std::string_view name_of(Sampling::Kind kind);

/// The other way round; throws InputError.
Sampling::Kind read_sampling(const std::string& text);

}  // namespace wafercast
