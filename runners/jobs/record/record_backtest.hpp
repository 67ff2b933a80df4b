#pragma once

#include <runners/jobs/record/backtest.hpp>
#include <runners/jobs/record/record_table.hpp>

namespace wafercast {

/// Scores the rule of a company's record alone on a table of its quarters; of `request` it takes the origins and
/// the horizons. The first origin is the ninth quarter of the table unless another is named. Nothing when
/// it was stopped. Throws InputError.
std::optional<Backtest> backtest_record(const std::filesystem::path& table, const RecordColumns& columns,
                                        const BacktestRequest& request, const Callbacks& callbacks);

}  // namespace wafercast
