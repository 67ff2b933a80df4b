#pragma once

#include <engine/core/diagnostics.hpp>

#include <string>
#include <vector>

namespace wafercast {

/// What reports show first and a backtest holds against what came: the metrics of the company by the part that they
/// play. A part that nobody plays is empty.
struct Score {
  std::string sales;                  ///< what the company guides, and others grow with
  std::string margin;                 ///< a share of sales, guided too
  std::string charge;                 ///< reported; struck the margin of a quarter in which it is a part of sales
  std::vector<std::string> flows;     ///< may be negative: scored by amount, not by logarithm
  std::vector<std::string> headline;  ///< in the order in which they are shown

  struct Named {
    std::string metric;
    SourceLocation where;
  };
  std::vector<Named> named;  ///< all that the model has to know, with the places that name them
};

/// Whether a metric may be negative.
bool is_flow(const Score& score, const std::string& metric);

/// Metrics that people mean when they name none: sales and margin.
std::vector<std::string> usual_metrics(const Score& score);

}  // namespace wafercast
