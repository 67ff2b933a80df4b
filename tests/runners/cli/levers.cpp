#include <tests/runners/cli/levers.hpp>

#include <engine/insight/paired.hpp>
#include <engine/insight/series_draws.hpp>
#include <runners/jobs/runs/models.hpp>
#include <runners/jobs/runs/prepare.hpp>

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>

namespace wafercast::testing {
namespace {

constexpr std::int64_t paths = 16'384;

std::filesystem::path world_file(World world) {
  const char* name = world == World::tight ? "tight_world.yaml" : "loose_world.yaml";
  return std::filesystem::path(WAFERCAST_SOURCE_DIR) / "scenarios/what-if" / name;
}

/// A file of its own for each lever, gone with the measurement.
class LeverFile {
 public:
  LeverFile()
      : path_(std::filesystem::temp_directory_path() / ("wafercast-lever-" + std::to_string(getpid()) + ".yaml")) {}
  ~LeverFile() { std::filesystem::remove(path_); }
  LeverFile(const LeverFile&) = delete;
  LeverFile& operator=(const LeverFile&) = delete;

  const std::filesystem::path& write(World world, const Lever& lever) const {
    std::ofstream(path_) << "wafercast: scenario/1\nname: " << lever.name << "\nextends: "
                         << std::filesystem::relative(world_file(world), path_.parent_path()).generic_string()
                         << "\noverride:\n"
                         << lever.suppose;
    return path_;
  }

 private:
  std::filesystem::path path_;
};

ScenarioRequest request_for(const std::filesystem::path& file, int seed) {
  ScenarioRequest request{.file = file, .seed = static_cast<std::uint64_t>(seed)};
  request.read.reach.allow_outside = true;
  request.read.as_of = *parse_date("2025-08-28");
  return request;
}

constexpr std::array metrics = {"revenue", "gross_margin", "net_income"};

/// Rows of the metrics, one metric after the other, each by quarter and then by year.
struct Rows {
  std::vector<int> rows;
  std::vector<std::string> periods;
};

Rows rows_of(const Plan& plan) {
  Rows rows;
  for (const char* metric : metrics) {
    rows.periods.clear();
    for (const bool years : {false, true}) {
      for (std::size_t i = 0; i < plan.series.size(); ++i) {
        const SeriesKey& key = plan.series[i];
        if (key.metric != metric || key.period.is_year() != years) continue;
        rows.rows.push_back(static_cast<int>(i));
        rows.periods.push_back(to_string(key.period));
      }
    }
  }
  return rows;
}

Eigen::MatrixXd draw(const Plan& plan, const Model& model, const Sampler& sampler) {
  return draw_series(plan, model, sampler, rows_of(plan).rows, paths, {});
}

MeasuredChange mean_of(const std::vector<double>& changes) {
  const auto n = static_cast<double>(changes.size());
  double mean = 0.0;
  double squares = 0.0;
  for (const double change : changes) mean += change / n;
  for (const double change : changes) squares += (change - mean) * (change - mean);
  return {mean, changes.size() > 1 ? std::sqrt(squares / (n - 1.0) / n) : 0.0};
}

}  // namespace

std::size_t LeverTable::at(const std::string& period) const {
  return static_cast<std::size_t>(std::ranges::find(periods, period) - periods.begin());
}

LeverTable measure_levers(World world, int seeds) {
  LeverTable table;
  const LeverFile file;
  // By lever and column (a metric after the other, by period): the change of each seed.
  std::vector<std::vector<std::vector<double>>> changes(levers().size());
  for (int seed = 1; seed <= seeds; ++seed) {
    const Prepared base = prepare(request_for(world_file(world), seed));
    table.periods = rows_of(base.plan).periods;
    const auto periods = static_cast<Eigen::Index>(table.periods.size());
    const Eigen::MatrixXd before = draw(base.plan, *base.model, base.sampler());
    for (std::size_t l = 0; l < levers().size(); ++l) {
      const Scenario scenario = read(request_for(file.write(world, levers()[l]), seed));
      const std::unique_ptr<Model> model = make_model(scenario);
      const Plan plan = compile(scenario, *model);
      const Draws draws = base.draws_for(plan);
      const Eigen::MatrixXd after = draw(plan, *model, draws.sampler());
      changes[l].resize(static_cast<std::size_t>(before.cols()));
      for (Eigen::Index column = 0; column < before.cols(); ++column) {
        const MedianChange change = median_change(values_of(before, column), values_of(after, column));
        const bool is_margin = column / periods == 1;
        const double per = is_margin ? 1.0 : change.before;
        changes[l][static_cast<std::size_t>(column)].push_back(100.0 * change.change / per);
      }
    }
  }
  for (const auto& of_lever : changes) {
    LeverResult result;
    for (std::size_t column = 0; column < of_lever.size(); ++column) {
      std::vector<MeasuredChange>* const lists[] = {&result.revenue, &result.margin, &result.income};
      lists[column / table.periods.size()]->push_back(mean_of(of_lever[column]));
    }
    table.results.push_back(std::move(result));
  }
  return table;
}

}  // namespace wafercast::testing
