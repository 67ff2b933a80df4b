#include <engine/core/figure_text.hpp>
#include <engine/language/data/identity.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>

namespace wafercast::language {
namespace {

std::vector<double> values_of(const CheckedColumn& column) {
  std::vector<double> values;
  for (const auto& [quarter, figure] : column.figures) values.push_back(figure.value);
  return values;
}

/// A line in one quarter with its parts; a part that is not told is replaced by its own parts where those are.
class LineCheck {
 public:
  LineCheck(CheckedColumns& columns, const std::vector<History::Line>& lines, const History::Line& line,
            FiscalQuarter quarter)
      : columns_(columns), lines_(lines), quarter_(quarter), members_{*member_at(columns, line.name, quarter)} {
    complete_ = add_parts(line);
  }

  void report(Diagnostics& diagnostics) {
    if (members_.size() < 2 || any_settled(members_)) return;
    complete_ ? report_sum(diagnostics) : report_large_part(diagnostics);
  }

 private:
  // Companies round: a part told in tens of millions is off by that much.
  static constexpr double slack = 0.01;

  void report_sum(Diagnostics& diagnostics) {
    const double total = members_.front().figure->value;
    double sum = -total;
    for (const Member& m : members_) sum += m.figure->value;
    if (std::abs(sum - total) <= slack * std::max(std::abs(sum), std::abs(total))) return;
    for (Member& m : members_) m.implied = total - sum + m.figure->value;
    members_.front().implied = sum;
    report_at_fault(members_, quarter_, "what it adds up with", diagnostics);
  }

  void report_large_part(Diagnostics& diagnostics) {
    Member& total = members_.front();
    const std::span parts = std::span(members_).subspan(1);
    for (const Member& part : parts) {
      if (part.figure->value <= total.figure->value * (1.0 + slack)) continue;
      report_odd(*part.figure, part.column->unit,
                 fmt::format("more than {} of {}, of which it is a part",
                             figure_text(total.figure->value, total.column->unit), total.figure->metric),
                 diagnostics);
    }
  }

  /// Answers whether all parts are known.
  bool add_parts(const History::Line& line) {
    bool all = true;
    for (const std::string& part : line.parts) all = add(part) && all;
    return all;
  }

  bool add(const std::string& part) {
    if (const auto member = member_at(columns_, part, quarter_)) {
      members_.push_back(*member);
      return true;
    }
    return std::ranges::any_of(lines_, [&](const History::Line& line) {
      if (line.name != part) return false;
      const std::size_t before = members_.size();
      if (add_parts(line)) return true;
      members_.resize(before, members_.front());
      return false;
    });
  }

  CheckedColumns& columns_;
  const std::vector<History::Line>& lines_;
  FiscalQuarter quarter_;
  std::vector<Member> members_;  ///< the line first
  bool complete_ = false;
};

/// What adds up is measured alike.
bool same_measure(const CheckedColumns& columns, const History::Line& line, Diagnostics& diagnostics) {
  const Unit& total = columns.at(line.name).unit;
  bool same = true;
  for (const std::string& name : line.parts) {
    const auto part = columns.find(name);
    if (part == columns.end() || part->second.unit.same_dimension(total)) continue;
    same = false;
    if (part->second.figures.empty()) continue;
    diagnostics.error(part->second.figures.begin()->second.stated,
                      fmt::format("{} is measured in '{}', and {}, of which it is a part, in '{}'", name,
                                  part->second.unit.text(), line.name, total.text()));
  }
  return same;
}

}  // namespace

void check_columns(CheckedColumns& columns, Diagnostics& diagnostics) {
  for (auto& [metric, column] : columns) {
    std::vector<Figure*> figures;
    for (auto& [quarter, figure] : column.figures) figures.push_back(&figure);
    check_column(figures, column.unit, reach_of_reported, diagnostics);
  }
}

void check_outlook(CheckedColumns& guided, const CheckedColumns& reported, Diagnostics& diagnostics) {
  for (auto& [metric, column] : guided) {
    const auto record = reported.find(metric);
    if (record == reported.end()) continue;
    const double usual = usual_step(values_of(record->second), column.unit);
    for (auto& [quarter, figure] : column.figures) {
      const std::string why =
          oddity(figure.value, newest_by(record->second, quarter), column.unit, usual, reach_of_reported);
      if (!why.empty()) report_odd(figure, column.unit, "beside what was reported " + why, diagnostics);
    }
  }
}

void check_lines(CheckedColumns& columns, const std::vector<History::Line>& lines, Diagnostics& diagnostics) {
  for (const History::Line& line : lines) {
    const auto total = columns.find(line.name);
    if (total == columns.end() || !same_measure(columns, line, diagnostics)) continue;
    for (const auto& [quarter, figure] : total->second.figures) {
      LineCheck(columns, lines, line, quarter).report(diagnostics);
    }
  }
}

}  // namespace wafercast::language
