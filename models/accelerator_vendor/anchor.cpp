#include <wafercast/accelerator_vendor/anchor.hpp>

#include <fmt/format.h>

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

}  // namespace

Anchor read_anchor(const History& history, FiscalQuarter last_reported, const Business& business,
                   const std::string& file, Diagnostics& diagnostics) {
  const auto need = [&](const std::string& metric) {
    if (const auto value = history.reported_at(metric, last_reported)) return *value;
    diagnostics.error(
        {file, 0, 0},
        fmt::format("'{}' of {} is not in the history (the model starts from it)", metric, to_string(last_reported)),
        "start from a later as-of date or add the figure to the data");
    return 1.0;
  };
  const auto optional = [&](const std::string& metric) { return history.reported_at(metric, last_reported); };
  const auto guided = [&](const std::string& metric) { return history.guided_at(metric, last_reported + 1); };

  Anchor anchor{};
  anchor.revenue = need("revenue");
  anchor.data_center = need("data_center");
  anchor.compute = optional("compute");
  anchor.networking = optional("networking");
  for (const Segment& segment : business.segments) anchor.segments.push_back(need(segment.name));
  // A headline charge, or its release, struck once: what comes after it follows from the margin without it.
  const double charge = optional("inventory_charge").value_or(0.0) / anchor.revenue;
  anchor.gross_margin = need("gross_margin") + charge;
  anchor.gross_margin_gaap = need("gross_margin_gaap") + charge;
  anchor.opex = need("opex");
  anchor.opex_gaap = need("opex_gaap");
  anchor.net_income = need("net_income");
  anchor.eps = need("eps");
  anchor.receivables = need("receivables");
  anchor.usual_receivables =
      usual_ratio(history, "receivables", last_reported).value_or(anchor.receivables / anchor.revenue);
  anchor.inventory = need("inventory");
  anchor.cash = need("cash");
  anchor.free_cash_flow = optional("free_cash_flow").value_or(0.0);
  anchor.guided_revenue = guided("revenue");
  anchor.guided_gross_margin = guided("gross_margin");
  anchor.guided_opex = guided("opex");
  return anchor;
}

}  // namespace wafercast::accelerator_vendor
