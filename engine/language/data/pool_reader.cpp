#include <engine/language/data/pool_reader.hpp>
#include <engine/language/syntax/fields.hpp>
#include <engine/language/values/value_text.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace wafercast::language {
namespace {

constexpr int longest_horizon = 8;

struct PoolContext {
  Diagnostics& diagnostics;
};

struct WrittenPool {
  const Node* errors = nullptr;
  PoolingPrior prior;
};

constexpr Field<PoolContext, WrittenPool> pool_fields[] = {
    {"errors", Presence::required, "text", note<&WrittenPool::errors>,
     "the table of past errors, as `backtest` writes them, by beliefs alone and by the record alone"},
    {"weight", Presence::optional, "text",
     [](PoolContext&, const Node& v, WrittenPool& w) { w.prior.weight = read_probability(text_of(v)); },
     "of beliefs, before a forecast is scored; 5 % when absent"},
    {"worth", Presence::optional, "text",
     [](PoolContext&, const Node& v, WrittenPool& w) {
       w.prior.forecasts = read_number(text_of(v));
       if (w.prior.forecasts <= 0.0) throw ValueError("'worth' is a number of forecasts, above zero");
     },
     "past forecasts that this is worth; 80 when absent"},
};

/// What either missed by, in one forecast of one quarter.
struct BothErrors {
  FiscalQuarter target;
  std::optional<double> beliefs, record;
};
using Errors = std::map<std::pair<std::string, int>, BothErrors>;  ///< by origin and horizon

Errors errors_in(const DataTable& table, Diagnostics& diagnostics) {
  const std::size_t origin = table.column("origin");
  const std::size_t horizon = table.column("horizon");
  const std::size_t target = table.column("target");
  const std::size_t relies_on = table.column("relies_on");
  const std::size_t log_error = table.column("log_error");
  Errors errors;
  for (const DataTable::Row& row : table.rows) {
    guarded(table.at(row), diagnostics, [&] {
      const auto ahead = number_in(row, horizon);
      const auto quarter = parse_fiscal_quarter(row.cells[target]);
      if (!ahead || !quarter) throw ValueError("the row names no horizon, or no fiscal quarter as target");
      BothErrors& both = errors[{row.cells[origin], static_cast<int>(*ahead)}];
      both.target = *quarter;
      if (row.cells[relies_on] == "beliefs") both.beliefs = number_in(row, log_error);
      if (row.cells[relies_on] == "record") both.record = number_in(row, log_error);
    });
  }
  return errors;
}

}  // namespace

std::vector<PooledHorizon> read_pool(const Reading& reading, const Node& map) {
  PoolContext context{reading.diagnostics};
  WrittenPool written;
  const std::size_t before = reading.diagnostics.found().size();
  read_fields(context, map, "a pool", pool_fields, written);
  if (reading.diagnostics.found().size() != before) return {};
  const DataTable* table = reading.table(*written.errors);
  if (table == nullptr) return {};
  std::vector<ForecastErrors> errors;
  for (const auto& [forecast, both] : errors_in(*table, reading.diagnostics)) {
    if (!both.beliefs || !both.record) continue;
    errors.push_back({forecast.second, std::max(0, reading.last_reported - both.target), *both.beliefs, *both.record});
  }
  return pooled_by_horizon(errors, longest_horizon, written.prior);
}

void add_pool_words(Vocabulary& words) {
  words.add("pool", pool_fields);
}

}  // namespace wafercast::language
