#pragma once

#include <engine/core/date.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace wafercast {

/// What was explained, and from which draws.
struct Explanation {
  std::string scenario;  ///< its name
  Date as_of;            ///< of a move: the earlier day
  std::int64_t paths = 0;
  std::int64_t failed_paths = 0;
  std::uint64_t seed = 0;
  std::map<std::string, std::string> metric_titles;  ///< "gross margin, non-GAAP"
  std::vector<std::string> undefined{};              ///< figures that are no number on some paths, a line each
};

}  // namespace wafercast
