#pragma once

#include <engine/language/data/plausible.hpp>
#include <engine/scenario/history.hpp>

#include <map>
#include <string>
#include <vector>

namespace wafercast::language {

// What can be seen of reported figures without knowing the company: each is odd or not beside its own record, what adds
// up does, an outlook is of the size of what it is for, income over earnings a share is a number of shares. A figure is
// reported once, by whatever found it first.

/// A column with its figures, by the quarter of their rows.
struct CheckedColumn {
  Unit unit;  ///< base unit
  std::map<FiscalQuarter, Figure> figures;
};
using CheckedColumns = std::map<std::string, CheckedColumn>;

void check_columns(CheckedColumns& columns, Diagnostics& diagnostics);

void check_outlook(CheckedColumns& guided, const CheckedColumns& reported, Diagnostics& diagnostics);

/// Lines whose figures are all known add up, and no part is more than its whole.
void check_lines(CheckedColumns& columns, const std::vector<History::Line>& lines, Diagnostics& diagnostics);

/// Earnings a share move with the income that they are a share of, since a company's number of shares moves slowly.
void check_per_share(CheckedColumns& columns, Diagnostics& diagnostics);

}  // namespace wafercast::language
