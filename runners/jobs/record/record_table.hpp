#pragma once

#include <engine/scenario/history.hpp>
#include <engine/scoring/rule_backtest.hpp>

#include <filesystem>
#include <string>

namespace wafercast {

/// Which columns of a table hold a company's record. An empty name: the first of the usual ones that the table has.
struct RecordColumns {
  std::string quarter, published, revenue, outlook, one_off;
  bool outlook_is_for_the_row = false;  ///< otherwise it was given with the row's report for the next quarter
};

/// How the history of such a table names what it holds.
inline const RecordMetrics record_metrics = {.sales = "revenue", .one_off = "one_off"};

/// Reads a company's quarters: its sales, and one-offs where there is such a column, in whatever unit the table has.
/// Quarters are written FY24Q1, 2024Q1, Q1 2024, Q1 FY24 or as the day on which they ended. Throws InputError with
/// every problem: a missing column, a gap, a quarter told twice, a revenue that is not above zero.
History read_record(const std::filesystem::path& table, const RecordColumns& columns);

}  // namespace wafercast
