// The printed error of a conditioned forecast is true, and the forecast depends on nothing that only shows it.

#include <tests/runners/cli/program.hpp>

#include <cmath>

namespace wafercast {
namespace {

class ConditionedForecast : public testing::Program {
 protected:
  nlohmann::json metrics(const std::string& options) const {
    const testing::Outcome outcome = run("run " + base() + " --as-of 2025-08-28 --json --out result " + options);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    return nlohmann::json::parse(outcome.out)["metrics"];
  }

  static nlohmann::json quantile(const nlohmann::json& metrics, const std::string& metric, const std::string& period,
                                 const std::string& p) {
    return metrics[metric]["periods"][period]["quantiles"][p];
  }
};

// Ten seeds, each with draws and an ensemble of its own. z = (figure − mean over seeds) / printed error has a root mean
// square near 1 if the errors are true: 1.02 when this was written, over 600 figures that hang together. The printed
// errors themselves scatter by a quarter, since each comes from eight groups; of 600 figures that are worth about
// thirty independent ones the rms scatters by 0.13, so that 0.6 and 1.5 are three of these away. Errors that counted
// the draws alone would show more than 3 a year ahead.
TEST_F(ConditionedForecast, ErrorsCoverTheDrawsAndTheEnsemble) {
  constexpr int seeds = 10;
  std::vector<nlohmann::json> forecasts;
  for (int seed = 1; seed <= seeds; ++seed) {
    forecasts.push_back(metrics("--paths 16384 --seed " + std::to_string(seed)));
  }
  double squares = 0.0;
  double worst = 0.0;
  int count = 0;
  int covered = 0;
  for (const char* metric : {"revenue", "gross_margin", "data_center", "eps"}) {
    for (const char* period : {"FY26Q3", "FY26Q4", "FY27Q1", "FY27Q4", "FY27"}) {
      for (const char* p : {"0.05", "0.5", "0.95"}) {
        double mean = 0.0;
        for (const auto& forecast : forecasts) {
          mean += quantile(forecast, metric, period, p)["value"].get<double>() / seeds;
        }
        for (const auto& forecast : forecasts) {
          const auto figure = quantile(forecast, metric, period, p);
          // The mean over the seeds holds the figure itself.
          const double z =
              (figure["value"].get<double>() - mean) / figure["error"].get<double>() / std::sqrt(1.0 - 1.0 / seeds);
          squares += z * z;
          worst = std::max(worst, std::abs(z));
          covered += std::abs(z) < 1.96;
          ++count;
        }
      }
    }
  }
  EXPECT_GT(std::sqrt(squares / count), 0.6);
  EXPECT_LT(std::sqrt(squares / count), 1.5);
  EXPECT_GT(static_cast<double>(covered) / count, 0.85);
  EXPECT_LT(worst, 7.0);
}

// What is shown of a forecast does not change it: the same evidence, the same windows of events, the same draws.
TEST_F(ConditionedForecast, HasOnePosteriorWhateverIsShownOfIt) {
  const auto own = metrics("--paths 4096 --full");
  for (const char* horizon : {"4", "12"}) {
    const auto other = metrics(std::string("--paths 4096 --full --horizon ") + horizon);
    int shared = 0;
    for (const auto& [name, metric] : own.items()) {
      for (const auto& [period, distribution] : metric["periods"].items()) {
        if (!other.contains(name) || !other[name]["periods"].contains(period)) continue;
        EXPECT_EQ(other[name]["periods"][period], distribution) << name << ' ' << period << " of " << horizon;
        ++shared;
      }
    }
    EXPECT_GT(shared, 250);
  }
}

// Paths beyond the members used to draw anew what the evidence had tied together: the 90 % width grew by 5 %. Now what
// grows is the number of events drawn; the width's error is near 0.5 %.
TEST_F(ConditionedForecast, DoesNotDependOnTheNumberOfPaths) {
  const auto few = metrics("--paths 16384");
  const auto many = metrics("--paths 200k");
  for (const char* period : {"FY26Q3", "FY27", "FY28Q2"}) {
    const auto width = [&](const nlohmann::json& metrics) {
      return quantile(metrics, "revenue", period, "0.95")["value"].get<double>() -
             quantile(metrics, "revenue", period, "0.05")["value"].get<double>();
    };
    EXPECT_NEAR(width(many) / width(few), 1.0, 0.02) << period;
    const auto median = quantile(few, "revenue", period, "0.5");
    EXPECT_NEAR(quantile(many, "revenue", period, "0.5")["value"].get<double>(), median["value"].get<double>(),
                4.0 * median["error"].get<double>());
  }
}

// Nor on the size of the ensemble, beyond its error.
TEST_F(ConditionedForecast, DoesNotDependOnTheNumberOfMembers) {
  testing::write_file(aside() / "larger.yaml",
                      "wafercast: scenario/1\nname: Larger\nextends: " +
                          std::filesystem::relative(scenarios() / "base.yaml", aside()).generic_string() +
                          "\nobserve: {condition: {members: 65536}}\n");
  const auto usual = metrics("--paths 65536");
  const testing::Outcome outcome = run("run ../aside/larger.yaml --as-of 2025-08-28 --json --out larger --paths 65536");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const auto larger = nlohmann::json::parse(outcome.out)["metrics"];
  for (const char* period : {"FY26Q3", "FY27", "FY28Q2"}) {
    for (const char* p : {"0.05", "0.5", "0.95"}) {
      const auto a = quantile(usual, "revenue", period, p);
      const auto b = quantile(larger, "revenue", period, p);
      const double error = std::hypot(a["error"].get<double>(), b["error"].get<double>());
      EXPECT_NEAR(a["value"].get<double>(), b["value"].get<double>(), 5.0 * error) << period << " p" << p;
    }
  }
}

}  // namespace
}  // namespace wafercast
