#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wafercast {

/// How the figures of one metric are shown: in which unit, with how many decimals. One choice for all figures of a
/// block, so that they can be compared down the column.
struct FigureFormat {
  double factor = 1.0;  ///< shown = value · factor
  int decimals = 0;
  std::string unit;  ///< "bn USD", "%", "USD per share"; empty for plain numbers
  bool is_share = false;

  /// For a metric in `unit` whose largest figure is `largest`.
  static FigureFormat for_unit(const std::string& unit, double largest);

  std::string figure(double value) const;  ///< "1,234.5", "−3.1"
  std::string error(double error) const;   ///< "±0.02": one more decimal, never a bare zero for something above it
  std::string change(double from, double to) const;  ///< "+12%", for shares "+1.2pt"; "–" where growth means nothing
};

/// "100,000"
std::string with_thousands(std::int64_t number);

/// "16,384 paths", or "16,384 sobol points"
std::string drawn_paths(std::int64_t paths, std::string_view points);

/// A probability as "63.2%", and "<0.1%" or ">99.9%" near the ends.
std::string percent(double share);

/// The bars ▁▂▃▄▅▆▇█ of a histogram; a blank where there is nothing.
std::string spark_bars(const std::vector<std::int64_t>& cells);

/// `gross_margin` as "Gross margin".
std::string in_words(std::string name);

}  // namespace wafercast
