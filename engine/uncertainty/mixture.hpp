#pragma once

#include <engine/uncertainty/marginal.hpp>
#include <engine/uncertainty/quantile_table.hpp>

#include <optional>
#include <span>
#include <vector>

namespace wafercast {

/// The quantile function of a mixture, by tables over the pieces between its jumps: it jumps where no part has values
/// between two others, and stands still at a part that is a single value.
class MixtureTable {
 public:
  struct Part {
    double probability;  ///< above zero; all sum to 1
    Marginal marginal;   ///< continuous, or a single value
  };

  /// At least one part is continuous.
  explicit MixtureTable(const std::vector<Part>& parts);

  /// z → x, in place. An element's result does not depend on its position.
  void apply(std::span<double> z) const;

  double mean() const { return mean_; }

 private:
  struct Piece {
    double from_z;  ///< it begins above this
    double before;  ///< probability below it
    double mass;    ///< of its own
    double after;   ///< above it
    double value;   ///< of a single value
    std::optional<QuantileTable> table;
  };

  void add(double mass, double value, std::optional<QuantileTable> table);

  std::vector<Piece> pieces_;  ///< ascending
  double mean_ = 0.0;
};

}  // namespace wafercast
