#include <engine/language/sections/score_reader.hpp>
#include <engine/language/syntax/fields.hpp>

namespace wafercast::language {
namespace {

const std::string& named(Score& score, const Node& metric) {
  score.named.push_back({text_of(metric), metric.where()});
  return metric.text;
}

void name_all(const Node& metrics, Score& score, std::vector<std::string>& list) {
  for (const Node* metric : texts_of(metrics)) list.push_back(named(score, *metric));
}

constexpr Field<Reading, Score> score_fields[] = {
    {"sales", Presence::required, "text", [](Reading&, const Node& v, Score& s) { s.sales = named(s, v); },
     "the metric that the company guides and others grow with"},
    {"margin", Presence::optional, "text", [](Reading&, const Node& v, Score& s) { s.margin = named(s, v); },
     "a share of sales that is guided too"},
    {"charge", Presence::optional, "text", [](Reading&, const Node& v, Score& s) { s.charge = text_of(v); },
     "a reported amount that struck a quarter's margin"},
    {"flows", Presence::optional, "texts", [](Reading&, const Node& v, Score& s) { name_all(v, s, s.flows); },
     "metrics that may be negative"},
    {"headline", Presence::required, "texts", [](Reading&, const Node& v, Score& s) { name_all(v, s, s.headline); },
     "metrics that are shown first"},
};

}  // namespace

Score read_score(Reading& reading, const Node& node) {
  Score score;
  read_fields(reading, node, "'score'", score_fields, score);
  return score;
}

void add_score_words(Vocabulary& words) {
  words.add("score", score_fields);
}

}  // namespace wafercast::language
