#include <models/accelerator_vendor/anchor.hpp>

#include <fmt/format.h>

#include <cmath>

namespace wafercast::accelerator_vendor {
namespace {

/// A figure over revenue, on average over the quarters of the last two years that hold both.
std::optional<double> usual_ratio(const History& history, const std::string& metric, FiscalQuarter last) {
  double sum = 0.0;
  int count = 0;
  for (int back = 0; back < 8; ++back) {
    const auto figure = history.reported_at(metric, last - back);
    const auto revenue = history.reported_at("revenue", last - back);
    if (!figure || !revenue) continue;
    sum += *figure / *revenue;
    ++count;
  }
  return count > 0 ? std::optional(sum / count) : std::nullopt;
}

/// Reads the figures of the last reported quarter, and puts something in the place of blank ones.
class Reader {
 public:
  Reader(const History& history, FiscalQuarter last, const std::string& file, Diagnostics& diagnostics,
         std::vector<std::string>& notes)
      : history_(history), last_(last), file_(file), diagnostics_(diagnostics), notes_(notes) {}

  std::optional<double> at(const std::string& metric) const { return history_.reported_at(metric, last_); }
  std::optional<double> guided_next(const std::string& metric) const { return history_.guided_at(metric, last_ + 1); }

  /// A figure that nothing can stand for.
  double need(const std::string& metric) const {
    if (const auto value = at(metric)) return *value;
    diagnostics_.error(
        {file_, 0, 0},
        fmt::format("'{}' of {} is not in the history (the model starts from it)", metric, to_string(last_)),
        "start from a later as-of date or add the figure to the data");
    return 1.0;
  }

  /// A part of a line, at its last known share where it is told no more.
  double part(const std::string& metric) {
    if (const auto value = at(metric)) return *value;
    const auto carried = history_.carried_at(metric, last_);
    if (!carried) return need(metric);
    shared_out_ += fmt::format("{}{} {}", shared_out_.empty() ? "" : ", ", metric, in_words(*carried));
    return *carried;
  }

  /// To be called at the end: what stands in the place of parts that the company tells no more, in one line.
  void note_parts() {
    if (shared_out_.empty()) return;
    const auto row = history_.rows.find(last_);
    notes_.push_back(fmt::format(
        "parts of {} that are not known ({}) stand at their last known shares of what is: {}", to_string(last_),
        row != history_.rows.end() ? fmt::format("{}:{}", row->second.file, row->second.line) : file_, shared_out_));
  }

  /// Over another figure as it was the last time that both were known.
  double in_ratio(const std::string& metric, const std::string& other, double other_now) const {
    if (const auto value = at(metric)) return *value;
    for (int back = 1; back <= longest_carry; ++back) {
      const auto figure = history_.reported_at(metric, last_ - back);
      const auto base = history_.reported_at(other, last_ - back);
      if (!figure || !base || *base == 0.0) continue;
      return noted(metric, *figure / *base * other_now,
                   fmt::format("its ratio to {} in {}", other, to_string(last_ - back)));
    }
    return need(metric);
  }

  /// As far from another figure as it was the last time that both were known.
  double beside(const std::string& metric, const std::string& other) const {
    if (const auto value = at(metric)) return *value;
    const auto other_now = at(other);
    for (int back = 1; other_now && back <= longest_carry; ++back) {
      const auto figure = history_.reported_at(metric, last_ - back);
      const auto base = history_.reported_at(other, last_ - back);
      if (!figure || !base) continue;
      return noted(metric, *other_now + *figure - *base,
                   fmt::format("its distance from {} in {}", other, to_string(last_ - back)));
    }
    return need(metric);
  }

  /// What the outlook said of this quarter, or else a ratio to another figure.
  double outlook_or_ratio(const std::string& metric, const std::string& other, double other_now) const {
    if (const auto value = at(metric)) return *value;
    const auto guided = history_.guided_at(metric, last_);
    return guided ? noted(metric, *guided, "the outlook for it") : in_ratio(metric, other, other_now);
  }

  /// As it was the last time that it was known.
  double carried(const std::string& metric) const {
    if (const auto value = at(metric)) return *value;
    for (int back = 1; back <= longest_carry; ++back) {
      if (const auto figure = history_.reported_at(metric, last_ - back)) {
        return noted(metric, *figure, fmt::format("what it was in {}", to_string(last_ - back)));
      }
    }
    return need(metric);
  }

 private:
  static constexpr int longest_carry = 12;

  static std::string in_words(double value) {
    return std::abs(value) > 1e6 ? fmt::format("{:.0f} M USD", value / 1e6) : fmt::format("{:.4g}", value);
  }

  double noted(const std::string& metric, double value, const std::string& why) const {
    const auto row = history_.rows.find(last_);
    const auto column = history_.columns.find(metric);
    const bool is_cell = row != history_.rows.end() && column != history_.columns.end();
    const std::string where =
        is_cell ? fmt::format("{}:{}, column {}", row->second.file, row->second.line, column->second) : file_;
    notes_.push_back(fmt::format("{} of {} is not known ({}); {} stands in its place: {}", metric, to_string(last_),
                                 where, in_words(value), why));
    return value;
  }

  const History& history_;
  FiscalQuarter last_;
  const std::string& file_;
  Diagnostics& diagnostics_;
  std::vector<std::string>& notes_;
  std::string shared_out_;
};

}  // namespace

Anchor read_anchor(const History& history, FiscalQuarter last_reported, const Business& business,
                   const std::string& file, Diagnostics& diagnostics) {
  Anchor anchor{};
  Reader read(history, last_reported, file, diagnostics, anchor.notes);
  const bool has_margin = read.at("gross_margin").has_value();
  anchor.revenue = read.need("revenue");
  anchor.data_center = read.need("data_center");
  anchor.compute = read.at("compute");
  anchor.networking = read.at("networking");
  if (!anchor.compute && history.carried_at("compute", last_reported)) {
    anchor.compute = read.part("compute");
    anchor.networking = read.part("networking");
  }
  for (const Segment& segment : business.segments) anchor.segments.push_back(read.part(segment.name));
  read.note_parts();
  // A headline charge, or its release, struck once: what comes after it follows from the margin without it.
  const double charge = read.at("inventory_charge").value_or(0.0) / anchor.revenue;
  anchor.gross_margin =
      (has_margin || !read.at("gross_margin_gaap") ? read.need("gross_margin")
                                                   : read.beside("gross_margin", "gross_margin_gaap")) +
      charge;
  anchor.gross_margin_gaap = read.beside("gross_margin_gaap", "gross_margin") + charge;
  anchor.opex = read.outlook_or_ratio("opex", "revenue", anchor.revenue);
  anchor.opex_gaap = read.in_ratio("opex_gaap", "opex", anchor.opex);
  anchor.net_income = read.in_ratio("net_income", "revenue", anchor.revenue);
  anchor.eps = read.in_ratio("eps", "net_income", anchor.net_income);
  anchor.receivables = read.in_ratio("receivables", "revenue", anchor.revenue);
  anchor.usual_receivables =
      usual_ratio(history, "receivables", last_reported).value_or(anchor.receivables / anchor.revenue);
  anchor.inventory = read.in_ratio("inventory", "revenue", anchor.revenue);
  anchor.cash = read.carried("cash");
  anchor.free_cash_flow = read.at("free_cash_flow").value_or(0.0);
  anchor.guided_revenue = read.guided_next("revenue");
  anchor.guided_gross_margin = read.guided_next("gross_margin");
  if (!anchor.guided_gross_margin && read.guided_next("gross_margin_gaap")) {
    anchor.guided_gross_margin =
        *read.guided_next("gross_margin_gaap") + anchor.gross_margin - anchor.gross_margin_gaap;
  }
  anchor.guided_opex = read.guided_next("opex");
  return anchor;
}

void put_on_usual_length(Anchor& anchor, double length) {
  for (double* flow : {&anchor.revenue, &anchor.data_center, &anchor.opex, &anchor.opex_gaap, &anchor.net_income,
                       &anchor.eps, &anchor.free_cash_flow}) {
    *flow /= length;
  }
  for (double& segment : anchor.segments) segment /= length;
  if (anchor.compute) *anchor.compute /= length;
  if (anchor.networking) *anchor.networking /= length;
}

}  // namespace wafercast::accelerator_vendor
