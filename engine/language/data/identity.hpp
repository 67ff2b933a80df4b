#pragma once

#include <engine/language/data/history_check.hpp>

#include <optional>
#include <string>
#include <vector>

namespace wafercast::language {

/// The newest figures that had been told by a quarter and are not odd.
std::vector<double> newest_by(const CheckedColumn& column, FiscalQuarter quarter);

/// A figure among those of one identity.
struct Member {
  CheckedColumn* column;
  Figure* figure;
  double implied = 0.0;  ///< what the others leave for it
};

std::optional<Member> member_at(CheckedColumns& columns, const std::string& metric, FiscalQuarter quarter);

/// Whether one of them was found to be odd, or the scenario is sure of it.
bool any_settled(const std::vector<Member>& members);

/// Of figures that do not fit together reports the one that fits its own record best once it is mended.
void report_at_fault(std::vector<Member>& members, FiscalQuarter quarter, const std::string& because,
                     Diagnostics& diagnostics);

}  // namespace wafercast::language
