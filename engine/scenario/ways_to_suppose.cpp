#include <engine/scenario/ways_to_suppose.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace wafercast {

std::string words_of_ways() {
  std::string words;
  for (const WayToSuppose& way : ways_to_suppose) {
    words += fmt::format("{}'{}'", words.empty() ? "" : ", ", way.word);
  }
  return words;
}

ActsOn acts_on(Supposition::Kind kind) {
  return std::ranges::find(ways_to_suppose, kind, &WayToSuppose::kind)->acts_on;
}

}  // namespace wafercast
