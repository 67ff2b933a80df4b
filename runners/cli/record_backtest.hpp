#pragma once

#include <wafercast/cli/backtest_origins.hpp>
#include <wafercast/cli/record_table.hpp>

namespace wafercast {

/// Scores the rule of a company's record alone on a table of its quarters; of `options` it takes the origins, the
/// horizons and the callbacks. The first origin is the ninth quarter of the table unless another is named. Nothing when
/// it was stopped. Throws InputError.
std::optional<Backtest> run_record_backtest(const std::filesystem::path& table, const RecordColumns& columns,
                                            const BacktestOptions& options);

}  // namespace wafercast
