#pragma once

#include <engine/language/vocabulary.hpp>

#include <string>
#include <vector>

namespace wafercast {

/// The keys of the language as a page of Markdown, a table a map.
std::string language_reference(const std::vector<LanguageMap>& vocabulary);

}  // namespace wafercast
