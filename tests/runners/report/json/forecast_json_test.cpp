#include <tests/runners/report/sample.hpp>

#include <runners/report/json/forecast_json.hpp>

#include <nlohmann/json.hpp>

#include <fstream>

namespace wafercast {
namespace {

using Json = nlohmann::json;

Json schema() {
  std::ifstream file(WAFERCAST_SOURCE_DIR "/docs/forecast.schema.json");
  return Json::parse(file);
}

/// The part of JSON Schema that says which keys there must be and may be.
class KeyCheck {
 public:
  explicit KeyCheck(Json schema) : schema_(std::move(schema)) {}

  std::vector<std::string> problems(const Json& document) {
    found_.clear();
    check(document, schema_, "$");
    return found_;
  }

 private:
  void check(const Json& value, const Json& rule, const std::string& path) {
    if (rule.contains("$ref")) {
      return check(value, schema_.at(Json::json_pointer(rule.at("$ref").get<std::string>().substr(1))), path);
    }
    if (!value.is_object()) return;
    for (const Json& key : rule.value("required", Json::array())) {
      if (!value.contains(key.get<std::string>())) found_.push_back(path + " lacks " + key.get<std::string>());
    }
    const Json known = rule.value("properties", Json::object());
    const Json others = rule.value("additionalProperties", Json());
    for (const auto& [key, child] : value.items()) {
      if (known.contains(key)) {
        check(child, known.at(key), path + "." + key);
      } else if (others.is_object()) {
        check(child, others, path + "." + key);
      } else {
        found_.push_back(path + " has an unknown " + key);
      }
    }
  }

  Json schema_;
  std::vector<std::string> found_;
};

class ForecastJson : public ::testing::Test {
 protected:
  Forecast forecast = test::sample_forecast(20);
  Json json = Json::parse(forecast_json(forecast, test::sample_run()));
};

TEST_F(ForecastJson, HasTheKeysOfItsSchema) {
  EXPECT_THAT(KeyCheck(schema()).problems(json), ::testing::IsEmpty());
}

TEST_F(ForecastJson, BrokenTwinsMissTheSchema) {
  KeyCheck check(schema());
  Json without_error = json;
  without_error["metrics"]["revenue"]["periods"]["FY26Q1"].erase("mean_error");
  EXPECT_THAT(check.problems(without_error),
              ::testing::ElementsAre("$.metrics.revenue.periods.FY26Q1 lacks mean_error"));
  Json with_time = json;
  with_time["run"]["elapsed_seconds"] = 1.0;
  EXPECT_THAT(check.problems(with_time), ::testing::ElementsAre("$.run has an unknown elapsed_seconds"));
}

TEST_F(ForecastJson, HasWhatBeliefsAndRecordSayAlone) {
  const Json alone = json["beliefs_and_record"]["alone"][1];
  EXPECT_EQ(alone["period"], "FY27");
  EXPECT_EQ(alone["beliefs"], Json({{"p5", 150e9}, {"p50", 210e9}, {"p95", 300e9}}));
  EXPECT_EQ(alone["record"]["p50"], 260e9);
}

TEST_F(ForecastJson, SaysWhereTheDataContradictBeliefs) {
  const Json& both = json["beliefs_and_record"];
  EXPECT_EQ(both["unnamed"]["period"], "FY27");
  EXPECT_EQ(both["unnamed"]["factor"]["p50"], 1.38);
  EXPECT_EQ(both["contradicted"][0]["period"], "FY27Q4");
  EXPECT_EQ(both["contradicted"][0]["believed"]["p50"], 196e3);
  EXPECT_FALSE(both["contradicted"][1].contains("period")) << "it is the same in all quarters";
}

TEST_F(ForecastJson, HasTheWayToEachYear) {
  const Json& bridges = json["beliefs_and_record"]["bridges"];
  EXPECT_TRUE(bridges[0]["consensus"].is_null());
  EXPECT_EQ(bridges[1]["consensus"], 196e9);
  EXPECT_EQ(bridges[1]["steps"][1], Json({{"what", "the record"}, {"change", 43e9}}));
}

TEST_F(ForecastJson, SaysWhatItTakes) {
  const Json& takes = json["beliefs_and_record"]["takes"];
  EXPECT_FALSE(takes[0]["outside"].get<bool>());
  EXPECT_TRUE(takes[1]["outside"].get<bool>());
  EXPECT_EQ(takes[1]["said"], Json::parse(R"([{"day": "2025-03-01", "value": 9e5}])"));
}

TEST_F(ForecastJson, SaysWhatWasRun) {
  EXPECT_EQ(json["scenario"]["as_of"], "2025-03-31");
  EXPECT_EQ(json["scenario"]["horizon"], Json({{"first", "FY26Q1"}, {"last", "FY27Q4"}, {"quarters", 8}}));
  EXPECT_EQ(json["run"]["seed"], 1);
  EXPECT_EQ(json["run"]["paths"], 1280);
}

TEST_F(ForecastJson, NumbersReadBackTheSame) {
  const Distribution& year = forecast.metrics[0].periods.at(Period::year(2026));
  const Json& written = json["metrics"]["revenue"]["periods"]["FY26"];
  EXPECT_EQ(written["mean"].get<double>(), year.mean.value);
  EXPECT_EQ(written["sd_error"].get<double>(), year.sd.error);
  EXPECT_EQ(written["quantiles"]["0.1"]["value"].get<double>(), year.quantiles.at(0.1).value);
  EXPECT_EQ(written["quantiles"]["0.95"]["error"].get<double>(), year.quantiles.at(0.95).error);
  EXPECT_EQ(written["quantiles"].size(), 9U);
}

TEST_F(ForecastJson, AnswersAreProbabilitiesOrDistributionsOrNeither) {
  const Json& questions = json["questions"];
  EXPECT_EQ(questions["beats_guidance"]["probability"]["value"].get<double>(), forecast.answers[0].probability->value);
  EXPECT_FALSE(questions["beats_guidance"].contains("quantiles"));
  EXPECT_EQ(questions["year_if_ban"]["paths"], forecast.answers[2].paths);
  EXPECT_TRUE(questions["year_if_ban"].contains("quantiles"));
  EXPECT_EQ(questions["never"]["paths"], 0);
  EXPECT_FALSE(questions["never"].contains("probability"));
}

TEST_F(ForecastJson, ShowsNothingOfThreadsMachineAndTime) {
  RunDescription other = test::sample_run();
  other.threads = 64;
  other.machine = "another";
  other.elapsed_seconds = 17.0;
  other.arguments = {"run", "--threads", "64"};
  EXPECT_EQ(forecast_json(forecast, other), forecast_json(forecast, test::sample_run()));
  other.input.seed = 2;
  EXPECT_NE(forecast_json(forecast, other), forecast_json(forecast, test::sample_run()));
}

TEST_F(ForecastJson, KeepsTheOrderOfTheModel) {
  const std::string text = forecast_json(forecast, test::sample_run());
  EXPECT_LT(text.find("\"revenue\": {"), text.find("\"data_center\": {"));
  EXPECT_LT(text.find("\"FY27Q4\": {"), text.find("\"FY26\": {"));
}

TEST(ForecastJsonOfOnePath, HasNoErrors) {
  Forecast forecast;
  forecast.paths = 1;
  SeriesSummary summary(1.0);
  summary.add(std::vector<double>{0.5});
  forecast.metrics = {
      {"gross_margin", "fraction", {{Period::year(2026), summary.distribution(reported_probabilities)}}}};
  const Json json = Json::parse(forecast_json(forecast, test::sample_run()));
  EXPECT_TRUE(json["metrics"]["gross_margin"]["periods"]["FY26"]["mean_error"].is_null());
}

}  // namespace
}  // namespace wafercast
