#include <engine/scenario/ways_to_suppose.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace wafercast {

std::size_t way_of(std::string_view word) {
  const auto found = std::ranges::find(ways_to_suppose, word, &WayToSuppose::word);
  if (found == ways_to_suppose.end()) throw std::out_of_range("no way to suppose has this word");
  return static_cast<std::size_t>(found - ways_to_suppose.begin());
}

std::string words_of_ways() {
  std::string words;
  for (std::size_t i = 0; i < ways_to_suppose.size(); ++i) {
    words += fmt::format("{}'{}'", i == 0 ? "" : ", ", ways_to_suppose[i].word);
  }
  return words;
}

ActsOn acts_on(Supposition::Kind kind) {
  return std::ranges::find(ways_to_suppose, kind, &WayToSuppose::kind)->acts_on;
}

std::string told(Supposition::Kind kind, const std::string& written) {
  using Kind = Supposition::Kind;
  switch (kind) {
    case Kind::scale:
      return "× " + written;
    case Kind::shift:
      return (written.find_first_of("+-") == 0 ? "" : "+") + written;
    case Kind::delay:
      return written.starts_with('-') ? written.substr(1) + " earlier" : written + " later";
    case Kind::replace:
      break;
  }
  return written;
}

}  // namespace wafercast
