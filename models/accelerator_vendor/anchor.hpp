#pragma once

#include <engine/core/diagnostics.hpp>
#include <engine/core/fiscal_calendar.hpp>
#include <engine/scenario/history.hpp>
#include <models/accelerator_vendor/business.hpp>

#include <optional>
#include <string>
#include <vector>

namespace wafercast::accelerator_vendor {

/// The company as last reported, and its outlook for the quarter after. Levels of the model are set so that it
/// reproduces these; what it then forecasts are movements, in which level errors cancel. Money in USD.
struct Anchor {
  double revenue;
  double data_center;
  std::optional<double> compute;  ///< not split before FY24Q3
  std::optional<double> networking;
  std::vector<double> segments;  ///< in the order of Business::segments
  double gross_margin;           ///< non-GAAP, without a headline inventory charge or its release
  double gross_margin_gaap;
  double opex;  ///< non-GAAP
  double opex_gaap;
  double net_income;  ///< non-GAAP
  double eps;         ///< non-GAAP, diluted
  double receivables;
  double usual_receivables;  ///< over revenue, on average over the last eight quarters
  double inventory;
  double cash;            ///< with marketable securities
  double free_cash_flow;  ///< 0 where it was not reported: it decides the next quarter's buybacks alone

  std::optional<double> guided_revenue;
  std::optional<double> guided_gross_margin;
  std::optional<double> guided_opex;

  std::vector<std::string> notes{};  ///< a line for each figure that was not reported, with what is in its place
};

/// Takes the anchor from the history. Revenue, the data center and one gross margin must have been reported; what else
/// is blank is taken from the outlook or carried from the quarters before, which is noted. What is missing goes to
/// `diagnostics`.
Anchor read_anchor(const History& history, FiscalQuarter last_reported, const Business& business,
                   const std::string& file, Diagnostics& diagnostics);

/// Divides the flows of the last reported quarter by its length, in quarters of 13 weeks: what follows it is shorter.
void put_on_usual_length(Anchor& anchor, double length);

}  // namespace wafercast::accelerator_vendor
