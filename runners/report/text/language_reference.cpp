#include <runners/report/text/language_reference.hpp>

#include <fmt/format.h>

namespace wafercast {
namespace {

/// A bar would end a cell.
std::string cell(std::string text) {
  for (std::size_t at = text.find('|'); at != std::string::npos; at = text.find('|', at + 2)) text.insert(at, "\\");
  return text;
}

}  // namespace

std::string language_reference(const std::vector<LanguageMap>& vocabulary) {
  std::string page =
      "# Keys of the scenario language\n\nMade from the reader's own tables by `wafercast schema --format markdown`; "
      "what they mean together is in\n[scenario-language.md](scenario-language.md). *holds* says what stands behind a "
      "key: a text, a belief, the name of another table here, a list `[x]`,\na map from names `{x}`. Required keys are "
      "in bold.\n";
  for (const LanguageMap& map : vocabulary) {
    page += fmt::format("\n## {}\n\n| key | holds | meaning |\n|---|---|---|\n", map.name);
    for (const LanguageKey& key : map.keys) {
      page += fmt::format("| {0}`{1}`{0} | {2} | {3} |\n", key.required ? "**" : "", key.key, cell(key.holds),
                          cell(key.meaning));
    }
  }
  return page;
}

}  // namespace wafercast
