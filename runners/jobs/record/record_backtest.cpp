#include <runners/jobs/record/record_backtest.hpp>

#include <engine/scenario/reliance.hpp>
#include <engine/scoring/rule_backtest.hpp>
#include <runners/jobs/runs/program.hpp>

#include <fmt/format.h>

namespace wafercast {
namespace {

constexpr int quarters_before_the_first = 8;  // of record, as many as the baselines look back

}  // namespace

std::optional<Backtest> backtest_record(const std::filesystem::path& table, const RecordColumns& columns,
                                        const BacktestRequest& request, const Callbacks& callbacks) {
  const History record = read_record(table, columns);
  for (const auto& origin : {request.first_origin, request.last_origin}) require_origin(record, origin, table.string());
  Backtest backtest;
  backtest.scenario = table.stem().string();
  backtest.data_folder = table.parent_path().string();
  backtest.method = rule_methods::stated;
  backtest.baselines = {{record_metrics.sales, "guided"}};
  backtest.sales = record_metrics.sales;
  backtest.first_origin = request.first_origin.value_or(record.published.begin()->first + quarters_before_the_first);
  backtest.last_origin = request.last_origin.value_or(record.published.rbegin()->first);
  backtest.seed = request.scenario.seed;
  backtest.relies_on = name_of(Reliance::record);
  backtest.version = this_program().version;
  backtest.build = this_program().build;
  backtest.record = record;
  require_some_origin(backtest);
  request.begin(backtest.first_origin, backtest.last_origin);
  bool stopped = false;
  add_rule_backtest(
      record, record_metrics, request.horizons,
      [&](int done, int of) {
        stopped = stopped || callbacks.stop();
        callbacks.progress(done, of);
      },
      backtest);
  if (stopped) return std::nullopt;
  return backtest;
}

}  // namespace wafercast
