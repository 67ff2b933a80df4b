#pragma once

#include <engine/language/vocabulary.hpp>

#include <string>
#include <vector>

namespace wafercast {

/// The language as JSON Schema (2020-12), for completion and hover in editors. Scalars may be of any type: the language
/// reads their text.
std::string language_schema(const std::vector<LanguageMap>& vocabulary);

}  // namespace wafercast
