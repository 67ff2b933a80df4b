#include <runners/report/json/comparison_json.hpp>

#include <runners/files/json_text.hpp>
#include <runners/report/json/difference_json.hpp>

namespace wafercast {

using Json = nlohmann::ordered_json;

namespace {

Json differs_of(const std::vector<ScenarioDifference>& differences) {
  Json differs = Json::array();
  for (const ScenarioDifference& one : differences) {
    differs.push_back({{"name", one.name}, {"before", one.before}, {"after", one.after}});
  }
  return differs;
}

Json held_back_of(const std::vector<HeldBack>& periods) {
  Json list = Json::array();
  for (const HeldBack& held : periods) {
    Json limits = Json::array();
    for (const Limit& limit : held.limits)
      limits.push_back({{"by", limit.name}, {"before", limit.before}, {"after", limit.after}});
    list.push_back({{"period", to_string(held.period)},
                    {"limits", std::move(limits)},
                    {"queue_before", json_or_null(held.queue_before)},
                    {"queue_after", json_or_null(held.queue_after)}});
  }
  return list;
}

/// A probability, or the median of a distribution; nothing where no path met the condition.
Json figure_of(const Answer& answer) {
  if (answer.probability) return answer.probability->value;
  if (!answer.distribution || answer.distribution->paths == 0) return {};
  return answer.distribution->quantiles.at(0.5).value;
}

Json answers_of(const std::vector<AnswerChange>& answers) {
  Json list = Json::array();
  for (const AnswerChange& change : answers) {
    list.push_back({{"name", change.before.name},
                    {"text", change.before.text},
                    {"unit", change.before.probability ? "probability" : change.before.unit},
                    {"before", figure_of(change.before)},
                    {"after", figure_of(change.after)}});
  }
  return list;
}

}  // namespace

Json comparison_data(const CompareResult& result) {
  Json json = {{"comparison", 1},
               {"scenario", result.about.scenario},
               {"file", result.file},
               {"as_of", to_string(result.about.as_of)},
               {"paths", result.about.paths},
               {"failed_paths", result.about.failed_paths},
               {"seed", result.about.seed},
               {"others", Json::array()}};
  for (const CompareResult::Other& other : result.others) {
    json["others"].push_back({{"scenario", other.name},
                              {"file", other.file},
                              {"set", settings_json(other.settings)},
                              {"differs", differs_of(other.differs)},
                              {"idle", other.idle},
                              {"reasons", other.reasons},
                              {"held_back", held_back_of(other.held_back)},
                              {"answers", answers_of(other.answers)},
                              {"metrics", differences_json(result.series, other.differences)}});
  }
  return json;
}

std::string comparison_json(const CompareResult& result) {
  return json_text(comparison_data(result), 2);
}

std::string scenario_differences_json(const std::vector<ScenarioDifference>& differences) {
  return json_text(Json{{"differs", differs_of(differences)}}, 2);
}

}  // namespace wafercast
