#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace wafercast {

/// A unit of measure as algebra: a scale and integer powers of the base dimensions. `kwafer/quarter` and `wafer/month`
/// have the same dimension, so one converts into the other.
class Unit {
 public:
  enum class Base { usd, time, wafer, package, rack, device, gigabyte, share, task };
  static constexpr int base_count = 9;

  Unit() = default;  ///< a plain number

  /// Reads `USD/package`, `bn USD`, `kwafer/quarter`, `%/year`, `pt`, `GB`. Words are separated by space or `*`;
  /// everything after a `/` divides. Prefixes k, M, bn, T stand before a word or alone. A positive number is a word too
  /// (`1/year`); an empty text is a plain number. Nothing for an unknown word or a scale beyond doubles.
  static std::optional<Unit> parse(std::string_view text);

  /// This unit times another, `power` of it at a time (−1 divides); its text is empty.
  Unit times(const Unit& other, int power = 1) const;

  /// How many of `to` one of this unit is; nothing when the dimensions differ.
  std::optional<double> factor_to(const Unit& to) const;

  bool same_dimension(const Unit& other) const { return powers_ == other.powers_; }
  bool is_plain_number() const;                      ///< without dimension: a count, a fraction, a percentage
  const std::string& text() const { return text_; }  ///< as it was written

 private:
  double scale_ = 1.0;                    ///< base units in one of this
  std::array<int, base_count> powers_{};  ///< powers of the bases; time is counted in quarters
  std::string text_;
};

}  // namespace wafercast
