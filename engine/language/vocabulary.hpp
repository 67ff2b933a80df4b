#pragma once

#include <string>
#include <vector>

namespace wafercast {

/// A key of the language: what it means, and what may stand behind it.
struct LanguageKey {
  std::string key;
  std::string meaning;
  bool required;
  std::string holds;  ///< as KeyRule (syntax/fields.hpp) has it
};

/// One kind of map of the language.
struct LanguageMap {
  std::string name;
  std::vector<LanguageKey> keys;
  bool whole;  ///< stands by itself: no other file's map is merged with it, so that all that is required is there
};

/// The language as the readers' own tables have it, for editors and for the reference.
std::vector<LanguageMap> vocabulary();

}  // namespace wafercast
