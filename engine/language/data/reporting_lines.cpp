#include <engine/language/data/reporting_lines.hpp>
#include <engine/language/syntax/fields.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace wafercast::language {
namespace {

std::vector<std::string> read_parts(const Node& list) {
  std::vector<std::string> parts;
  for (const Node* part : texts_of(list)) parts.push_back(part->text);
  if (parts.size() < 2) throw ValueError("a line has two parts or more");
  return parts;
}

/// Whether a name stands below itself, by way of whatever lines.
bool contains_itself(const std::vector<History::Line>& lines, const std::string& name) {
  std::set<std::string> below;
  std::vector<std::string> open{name};
  while (!open.empty()) {
    const std::string at = open.back();
    open.pop_back();
    for (const History::Line& line : lines) {
      if (line.name != at) continue;
      for (const std::string& part : line.parts) {
        if (part == name) return true;
        if (below.insert(part).second) open.push_back(part);
      }
    }
  }
  return false;
}

/// What is known of a line and its parts in a quarter, reported or carried.
struct Known {
  std::optional<double> total;
  std::vector<std::optional<double>> parts;

  std::size_t blank() const {
    return static_cast<std::size_t>(std::count(parts.begin(), parts.end(), std::nullopt)) + (total ? 0 : 1);
  }
  double sum() const {
    double sum = 0.0;
    for (const auto& part : parts) sum += part.value_or(0.0);
    return sum;
  }
};

/// Reads a history with or without what was carried.
class Reader {
 public:
  Reader(const History& history, bool with_carried) : history_(history), with_carried_(with_carried) {}

  std::optional<double> at(const std::string& metric, FiscalQuarter quarter) const {
    const auto reported = history_.reported_at(metric, quarter);
    return reported || !with_carried_ ? reported : history_.carried_at(metric, quarter);
  }
  Known at(const History::Line& line, FiscalQuarter quarter) const {
    Known known{at(line.name, quarter), {}};
    for (const std::string& part : line.parts) known.parts.push_back(at(part, quarter));
    return known;
  }

 private:
  const History& history_;
  bool with_carried_;
};

/// Fills the one blank of a line in a quarter; answers whether there was one.
bool fill_one(const History& history, const History::Line& line, FiscalQuarter quarter, bool with_carried,
              std::map<std::string, History::Series>& into) {
  const Known known = Reader(history, with_carried).at(line, quarter);
  if (known.blank() != 1) return false;
  if (!known.total) {
    into[line.name][quarter] = known.sum();
    return true;
  }
  const auto at = std::find(known.parts.begin(), known.parts.end(), std::nullopt) - known.parts.begin();
  into[line.parts[static_cast<std::size_t>(at)]][quarter] = *known.total - known.sum();
  return true;
}

/// Shares out what a line leaves for its blank parts; answers whether it could.
bool carry_parts(History& history, const History::Line& line, FiscalQuarter quarter) {
  const Reader reader(history, true);
  const Known known = reader.at(line, quarter);
  if (!known.total || known.blank() < 2) return false;
  for (int back = 1; back <= longest_carry; ++back) {
    const Known before = Reader(history, false).at(line, quarter - back);
    if (before.blank() > 0) continue;
    double of_blank = 0.0;
    for (std::size_t p = 0; p < line.parts.size(); ++p) of_blank += known.parts[p] ? 0.0 : *before.parts[p];
    if (of_blank <= 0.0) return false;
    const double left = *known.total - known.sum();
    for (std::size_t p = 0; p < line.parts.size(); ++p) {
      if (!known.parts[p]) history.carried[line.parts[p]][quarter] = left * *before.parts[p] / of_blank;
    }
    return true;
  }
  return false;
}

}  // namespace

std::vector<History::Line> read_lines(const Reading& reading, const Node& lines) {
  std::vector<History::Line> read;
  for (const Entry& entry : as_map(lines).entries) {
    guarded(entry.value.where(), reading.diagnostics, [&] {
      const bool several = entry.value.is_list() && !entry.value.items.empty() && entry.value.items.front().is_list();
      if (!several) read.push_back({entry.key, read_parts(entry.value)});
      for (const Node& parts : several ? entry.value.items : std::vector<Node>{})
        read.push_back({entry.key, read_parts(parts)});
    });
    if (!contains_itself(read, entry.key)) continue;
    reading.diagnostics.error(entry.place.location(), fmt::format("line {} is a part of itself", in_quotes(entry.key)));
    return {};
  }
  return read;
}

void fill_lines(History& history) {
  for (const auto& [quarter, published] : history.published) {
    for (const bool with_carried : {false, true}) {
      auto& into = with_carried ? history.carried : history.reported;
      bool filled = true;
      while (filled) {
        filled = false;
        for (const History::Line& line : history.lines) {
          filled = fill_one(history, line, quarter, with_carried, into) || filled;
          filled = (with_carried && carry_parts(history, line, quarter)) || filled;
        }
      }
    }
  }
}

}  // namespace wafercast::language
