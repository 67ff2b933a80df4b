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
#include <engine/language/sections/score_reader.hpp>
#include <engine/language/sections/sections.hpp>
#include <engine/language/sections/suppositions.hpp>
#include <engine/language/values/belief_map.hpp>

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>

namespace wafercast {
namespace language {
namespace {

/// What stands behind a key; of keys that are not listed, a text.
struct Holding {
  std::string_view map;
  std::string_view key;
  std::string_view holds;
};

constexpr Holding holdings[] = {
    {"scenario", "calendar", "calendar"},
    {"scenario", "data", "data"},
    {"scenario", "observe", "observe"},
    {"scenario", "sources", "{source}"},
    {"scenario", "structure", "{any}"},
    {"scenario", "drivers", "{driver}"},
    {"scenario", "events", "{event}"},
    {"scenario", "correlations", "[correlation]"},
    {"scenario", "metrics", "{text|formula}"},
    {"scenario", "questions", "{text}"},
    {"scenario", "score", "score"},
    {"scenario", "changes", "[change]"},
    {"scenario", "notes", "[text]"},
    {"scenario", "parts", "[text]"},
    {"scenario", "with", "[text]"},
    {"scenario", "override", "{override|[override]}"},
    {"scenario", "believe", "{any}"},
    {"scenario", "remove", "texts"},
    {"data", "tables", "{table}"},
    {"observe", "history", "history"},
    {"observe", "condition", "condition"},
    {"observe", "guidance", "guidance|[guidance]"},
    {"observe", "statements", "[statement]"},
    {"observe", "consensus", "consensus"},
    {"history", "metrics", "{metric column}"},
    {"history", "guided", "{metric column}"},
    {"history", "lines", "{any}"},
    {"consensus", "metrics", "{metric column}"},
    {"metric column", "sure", "texts"},
    {"condition", "reported", "{reported}"},
    {"condition", "trends", "{trend}"},
    {"reported", "without", "texts"},
    {"trend", "persistence", "texts"},
    {"trend", "over", "texts"},
    {"trend", "without", "texts"},
    {"statement", "estimates", "estimates"},
    {"statement", "sources", "texts"},
    {"guidance", "metrics", "{text}"},
    {"guidance", "sources", "texts"},
    {"estimates", "where", "{texts}"},
    {"estimates", "sure", "texts"},
    {"driver", "value", "belief"},
    {"driver", "path", "{belief}"},
    {"driver", "estimates", "[estimates]"},
    {"driver", "error", "error"},
    {"driver", "beyond", "beyond"},
    {"driver", "noise", "noise"},
    {"driver", "suppose", "[supposition]"},
    {"driver", "sources", "texts"},
    {"driver", "dated", "[dated driver]"},
    {"beyond", "growth", "belief"},
    {"supposition", "instead", "any"},
    {"event", "lasts", "belief"},
    {"event", "effects", "[effect]"},
    {"event", "require", "texts"},
    {"event", "exclude", "texts"},
    {"event", "sources", "texts"},
    {"event", "dated", "[dated event]"},
    {"effect", "cut", "belief"},
    {"effect", "scale", "belief"},
    {"effect", "add", "belief"},
    {"effect", "set", "belief"},
    {"effect", "delay", "belief"},
    {"effect", "ramp", "belief"},
    {"correlation", "between", "[text]"},
    {"correlation", "among", "texts"},
    {"correlation", "copula", "copula"},
    {"score", "flows", "texts"},
    {"score", "headline", "texts"},
    {"override", "was", "any"},
    {"override", "now", "any"},
    {"override", "path", "{belief}"},
    {"override", "noise", "noise"},
    {"part", "value", "belief"},
    {"empirical", "where", "{texts}"},
    {"record", "by_guided_growth", "regression"},
    {"regression", "level", "texts"},
    {"regression", "slope", "texts"},
    {"belief", "discrete", "{text}"},
    {"belief", "metalog", "{text}"},
    {"belief", "mixture", "[part]"},
    {"belief", "empirical", "empirical"},
    {"belief", "record", "record"},
};

// All others may be a part of what a parent says in full.
const std::set<std::string_view> whole_maps = {"correlation", "copula",   "effect",      "empirical",
                                               "estimates",   "guidance", "part",        "statement",
                                               "record",      "source",   "supposition", "table"};

std::string holds(std::string_view map, std::string_view key) {
  const auto found = std::ranges::find_if(holdings, [&](const Holding& h) { return h.map == map && h.key == key; });
  if (found != std::end(holdings)) return std::string(found->holds);
  return map == "belief" ? "[text]" : "text";
}

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

LanguageMap map_of(std::string name, const std::vector<KeyRule>& rules) {
  LanguageMap map{std::move(name), {}, false};
  map.whole = whole_maps.contains(map.name);
  for (const KeyRule& rule : rules) {
    map.keys.push_back({std::string(rule.key), std::string(rule.meaning), rule.presence == Presence::required,
                        holds(map.name, rule.key)});
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
  for (const Vocabulary::Kind& kind : words.kinds()) maps.push_back(map_of(std::string(kind.name), kind.keys));

  // The keys of a file's place among others are keys of the scenario like those of its content.
  LanguageMap& scenario = *find("scenario");
  for (LanguageKey key : find("layer")->keys) {
    key.holds = holds("scenario", key.key);
    scenario.keys.push_back(std::move(key));
  }
  const LanguageKey since = find("dated")->keys.front();
  std::erase_if(maps, [](const LanguageMap& map) { return map.name == "layer" || map.name == "dated"; });
  for (const std::string name : {"driver", "event"}) {
    LanguageMap& map = *find(name);
    LanguageMap dated = map;
    dated.name = "dated " + name;
    dated.keys.push_back(since);
    map.keys.push_back({"dated", "what was believed from which day on; the newest by the as-of date holds", false,
                        holds(name, "dated")});
    maps.push_back(std::move(dated));
  }
  return maps;
}

}  // namespace wafercast
