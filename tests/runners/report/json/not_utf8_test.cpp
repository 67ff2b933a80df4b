#include <tests/runners/report/sample.hpp>

#include <engine/core/utf8.hpp>
#include <runners/report/json/diagnostics_json.hpp>
#include <runners/report/json/forecast_json.hpp>
#include <runners/report/json/manifest.hpp>

#include <nlohmann/json.hpp>

namespace wafercast {
namespace {

TEST(Json, TakesNamesThatAreNotUtf8) {
  RunDescription run = test::sample_run();
  const std::string name = "caf\xE9/base.yaml";
  run.input.file = name;
  run.input.data_folder = name;
  run.arguments = {"run", name};
  run.input.inputs = {{name, "aa"}};
  const Forecast forecast = test::sample_forecast(2);
  for (const std::string& text : {forecast_json(forecast, run), manifest_json(forecast, run, {}),
                                  diagnostics_json({{{name, 0, 0}, "cannot be read", ""}})}) {
    EXPECT_EQ(utf8_prefix(text), text.size());
    EXPECT_TRUE(nlohmann::json::accept(text));
    EXPECT_NE(text.find("caf\xEF\xBF\xBD"), std::string::npos);
  }
}

}  // namespace
}  // namespace wafercast
