#include <wafercast/cli/record_backtest.hpp>

#include <wafercast/cli/build_info.hpp>
#include <wafercast/forecast/rule_backtest.hpp>

#include <fmt/format.h>

namespace wafercast {
namespace {

constexpr int quarters_before_the_first = 8;  // of record, as many as the baselines look back

}  // namespace

std::optional<Backtest> run_record_backtest(const std::filesystem::path& table, const RecordColumns& columns,
                                            const BacktestOptions& options) {
  const History record = read_record(table, columns);
  for (const auto& origin : {options.first_origin, options.last_origin}) require_origin(record, origin, table.string());
  Backtest backtest;
  backtest.scenario = table.stem().string();
  backtest.data_folder = table.parent_path().string();
  backtest.method = rule_methods::stated;
  backtest.baselines = {{"revenue", "guided"}};
  backtest.first_origin = options.first_origin.value_or(record.published.begin()->first + quarters_before_the_first);
  backtest.last_origin = options.last_origin.value_or(record.published.rbegin()->first);
  backtest.seed = options.seed;
  backtest.version = build_info::version();
  backtest.build = build_info::build();
  backtest.record = record;
  require_some_origin(backtest);
  options.begin(backtest.first_origin, backtest.last_origin);
  bool stopped = false;
  add_rule_backtest(
      record, options.horizons,
      [&](int done, int of) {
        stopped = stopped || options.stop();
        options.progress(done, of);
      },
      backtest);
  if (stopped) return std::nullopt;
  return backtest;
}

}  // namespace wafercast
