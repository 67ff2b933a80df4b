#pragma once

#include <engine/core/diagnostics.hpp>
#include <engine/core/period.hpp>
#include <engine/core/units.hpp>

#include <optional>
#include <string>
#include <vector>

namespace wafercast {

enum class Comparison { above, at_least, below, at_most };

bool holds(Comparison comparison, double value, double threshold);

/// A question by name: a probability `P(revenue[FY26] > 200bn)` or a distribution `revenue[FY26]`, either of them over
/// the paths on which events happened or did not (`given export_licence`, `given tariff and not export_licence`).
struct Question {
  struct Threshold {
    Comparison comparison;
    double value;  ///< in the metric's base unit
    // How far it says what it is measured in: by a unit, or by a known figure. Zero is zero in all of them.
    bool is_share = true;   ///< %, pt
    bool is_amount = true;  ///< bn, USD, package
    Unit unit{};            ///< of an amount, where it names one
  };
  struct Given {
    std::string event;
    bool happened;
  };

  std::string name;
  std::string text;  ///< as it was written
  SourceLocation where;
  std::string metric;
  Period period;
  std::optional<Threshold> threshold;  ///< absent: the question asks for the distribution
  std::vector<Given> given{};          ///< all of them hold; empty: every path is asked
};

}  // namespace wafercast
