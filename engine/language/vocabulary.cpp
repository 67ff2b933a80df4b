#include <engine/language/vocabulary.hpp>

#include <engine/language/compose/compose.hpp>
#include <engine/language/compose/overrides.hpp>
#include <engine/language/data/conditioning_reader.hpp>
#include <engine/language/data/consensus_reader.hpp>
#include <engine/language/data/empirical.hpp>
#include <engine/language/data/estimate_rows.hpp>
#include <engine/language/data/guidance_reader.hpp>
#include <engine/language/data/history_reader.hpp>
#include <engine/language/data/record.hpp>
#include <engine/language/data/statement_reader.hpp>
#include <engine/language/sections/belief_reader.hpp>
#include <engine/language/sections/change_reader.hpp>
#include <engine/language/sections/correlation_reader.hpp>
#include <engine/language/sections/driver_reader.hpp>
#include <engine/language/sections/effect_reader.hpp>
#include <engine/language/sections/estimates.hpp>
#include <engine/language/sections/event_reader.hpp>
#include <engine/language/sections/formula_reader.hpp>
#include <engine/language/sections/past_reader.hpp>
#include <engine/language/sections/score_reader.hpp>
#include <engine/language/sections/sections.hpp>
#include <engine/language/sections/suppositions.hpp>
#include <engine/language/values/belief_map.hpp>

#include <algorithm>
#include <iterator>
#include <string_view>

namespace wafercast {
namespace language {
namespace {

Vocabulary words_of_the_readers() {
  Vocabulary words;
  add_section_words(words);
  add_layer_words(words);
  add_history_words(words);
  add_conditioning_words(words);
  add_guidance_words(words);
  add_statement_words(words);
  add_consensus_words(words);
  add_driver_words(words);
  add_estimate_list_words(words);
  add_estimate_words(words);
  add_past_words(words);
  add_supposition_words(words);
  add_family_words(words);
  add_belief_words(words);
  add_empirical_words(words);
  add_record_words(words);
  add_event_words(words);
  add_effect_words(words);
  add_correlation_words(words);
  add_formula_words(words);
  add_score_words(words);
  add_override_words(words);
  add_change_words(words);
  return words;
}

LanguageMap map_of(const Vocabulary::Kind& kind) {
  LanguageMap map{std::string(kind.name), {}, kind.extent == Vocabulary::Extent::whole};
  for (const KeyRule& rule : kind.keys) {
    map.keys.push_back({std::string(rule.key), std::string(rule.meaning), rule.presence == Presence::required,
                        std::string(rule.holds)});
  }
  return map;
}

/// A dated entry is merged over the rest of its map, so nothing that is required need be in it, nor in the one map of
/// rows that a statement has.
LanguageMap as_part(LanguageMap map) {
  map.name = "dated " + map.name;
  map.whole = false;
  for (LanguageKey& key : map.keys) {
    if (key.holds == "estimates") key.holds = "dated estimates";
  }
  return map;
}

}  // namespace
}  // namespace language

std::vector<LanguageMap> vocabulary() {
  using namespace language;
  const Vocabulary words = words_of_the_readers();
  std::vector<LanguageMap> maps;
  const auto find = [&](std::string_view name) { return std::ranges::find(maps, name, &LanguageMap::name); };
  for (const Vocabulary::Kind& kind : words.kinds()) maps.push_back(map_of(kind));

  // The keys of a file's place among others are keys of the scenario like those of its content.
  LanguageMap& scenario = *find("scenario");
  std::ranges::copy(find("layer")->keys, std::back_inserter(scenario.keys));
  const LanguageKey since = find("dated")->keys.front();
  std::erase_if(maps, [](const LanguageMap& map) { return map.name == "layer" || map.name == "dated"; });
  for (const std::string name : {"driver", "event", "statement"}) {
    LanguageMap& map = *find(name);
    LanguageMap dated = as_part(map);
    dated.keys.push_back(since);
    map.keys.push_back({"dated", "what was believed from which day on; the newest by the as-of date holds", false,
                        "[dated " + name + "]"});
    maps.push_back(std::move(dated));
  }
  maps.push_back(as_part(*find("estimates")));
  return maps;
}

}  // namespace wafercast
