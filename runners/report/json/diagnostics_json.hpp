#pragma once

#include <engine/core/diagnostics.hpp>

#include <string>
#include <vector>

namespace wafercast {

/// Problems with the ranges that they are about, lines and columns from 1, the end exclusive: from the place of each to
/// the end of the word or of the quoted text there. Reads the files that they are in.
std::string diagnostics_json(const std::vector<Diagnostic>& problems);

}  // namespace wafercast
