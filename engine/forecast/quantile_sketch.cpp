#include <wafercast/forecast/distribution_function.hpp>
#include <wafercast/forecast/quantile_sketch.hpp>

#include <Eigen/Core>

#include <algorithm>
#include <array>
#include <bit>
#include <type_traits>

namespace wafercast {
namespace {

constexpr std::size_t block = 64;           ///< values placed at once
constexpr std::size_t longest_wait = 2048;  ///< values that wait to be counted

// A cell is the sign, the exponent and the first grid_bits of the mantissa: all within the upper 32 bits of a double.
constexpr int cell_shift = 52 - QuantileSketch::grid_bits;
constexpr int upper_shift = cell_shift - 32;
constexpr std::int32_t magnitude_base = ((1023 + QuantileSketch::smallest_exponent) << QuantileSketch::grid_bits) - 1;

/// Number of the cell of |x|: 1 for 2^smallest_exponent, 0 or less for what counts as zero.
constexpr std::int32_t magnitude(std::int32_t upper_word) {
  return ((upper_word & 0x7fffffff) >> upper_shift) - magnitude_base;
}

constexpr std::int32_t upper_word(double value) {
  return static_cast<std::int32_t>(std::bit_cast<std::uint64_t>(value) >> 32);
}

/// The smallest |x| of a cell.
double edge(std::int32_t magnitude) {
  return std::bit_cast<double>(static_cast<std::uint64_t>(magnitude + magnitude_base) << cell_shift);
}

struct Extremes {
  double lowest, highest;
};

Extremes extremes(std::span<const double> values) {
  const Eigen::Map<const Eigen::ArrayXd> all(values.data(), static_cast<Eigen::Index>(values.size()));
  // Adding zero turns −0 into 0: which of the two comes first must not show.
  return {all.minCoeff() + 0.0, all.maxCoeff() + 0.0};
}

}  // namespace

/// Where the values of a block go.
struct QuantileSketch::Placement {
  std::array<std::int32_t, block> cell;
  bool inside;  ///< false: some value lies outside the windows, and `cell` must not be used
};

void QuantileSketch::Window::cover(std::int32_t low, std::int32_t high) {
  if (low > high) return;
  if (size > 0 && low >= first && high < first + size) return;
  // Room to spare on the side that grows, so that a run stops growing after a few blocks.
  const std::int32_t old_first = size > 0 ? first : high;
  const std::int32_t old_last = size > 0 ? first + size : low;
  const std::int32_t slack = std::clamp((std::max(high + 1, old_last) - std::min(low, old_first)) / 4, 32, 512);
  const std::int32_t new_first = low < old_first || size == 0 ? std::max(low - slack, 1) : old_first;
  const std::int32_t new_last = high >= old_last || size == 0 ? high + 1 + slack : old_last;
  *this = {new_first, new_last - new_first};
}

void QuantileSketch::add(std::span<const double> values) {
  for (std::size_t start = 0; start < values.size(); start += block) {
    add_block(values.subspan(start, std::min(block, values.size() - start)));
  }
}

void QuantileSketch::add_block(std::span<const double> values) {
  const Extremes seen = extremes(values);
  minimum_ = std::min(minimum_, seen.lowest);
  maximum_ = std::max(maximum_, seen.highest);
  const auto added = static_cast<std::int64_t>(values.size());
  if (recent_count_ + added > std::numeric_limits<std::uint16_t>::max()) settle();

  Placement placement = place(values);
  if (!placement.inside) {
    count_waiting();
    grow_for(values);
    placement = place(values);
  }
  if (seen.lowest == seen.highest) {  // one by one, each count would wait for the one before it
    auto& counted = recent_[static_cast<std::size_t>(placement.cell[0])];
    counted = static_cast<std::uint16_t>(counted + added);
  } else {
    wait_in_line(placement, values.size());
  }
  recent_count_ += added;
  count_ += added;
}

void QuantileSketch::wait_in_line(const Placement& placement, std::size_t values) {
  if (size() > std::numeric_limits<std::uint16_t>::max()) {  // windows this wide are rare: count at once
    for (std::size_t i = 0; i < values; ++i) ++recent_[static_cast<std::size_t>(placement.cell[i])];
    return;
  }
  if (waiting_.empty()) waiting_.resize(longest_wait);
  if (waiting_count_ + values > longest_wait) count_waiting();
  std::uint16_t* const line = waiting_.data() + waiting_count_;
  for (std::size_t i = 0; i < values; ++i) line[i] = static_cast<std::uint16_t>(placement.cell[i]);
  waiting_count_ += values;
}

void QuantileSketch::count_waiting() {
  std::uint16_t* const counts = recent_.data();
  const std::uint16_t* const line = waiting_.data();
  for (std::size_t i = 0; i < waiting_count_; ++i) ++counts[line[i]];
  waiting_count_ = 0;
}

// Branch-free so that it vectorises. m is the magnitude of a value and s is −1 for negative values, else 0; then
// (m ^ s) − s is ±m, and a & s picks between two numbers.
QuantileSketch::Placement QuantileSketch::place(std::span<const double> values) const {
  const std::int32_t zero = negative_.size;
  const std::int32_t positive_offset = zero + 1 - positive_.first;
  const std::int32_t offset_change = zero - 1 + negative_.first - positive_offset;
  const std::int32_t first_change = negative_.first - positive_.first;
  const std::int32_t size_change = negative_.size - positive_.size;

  Placement placement;
  std::int32_t outside = 0;
  const auto place_one = [&](std::size_t i) {
    const std::int32_t word = upper_word(values[i]);
    const std::int32_t m = magnitude(word);
    const std::int32_t s = word >> 31;
    const std::int32_t in_window = m - (positive_.first + (first_change & s));
    const std::int32_t room = positive_.size + (size_change & s);
    const std::int32_t cell = (m ^ s) - s + positive_offset + (offset_change & s);
    placement.cell[i] = m <= 0 ? zero : cell;
    outside |= m > 0 ? (in_window | (room - 1 - in_window)) : 0;
  };
  if (values.size() == block) {
    for (std::size_t i = 0; i < block; ++i) place_one(i);
  } else {
    for (std::size_t i = 0; i < values.size(); ++i) place_one(i);
  }
  placement.inside = outside >= 0;
  return placement;
}

void QuantileSketch::grow_for(std::span<const double> values) {
  constexpr std::int32_t none = std::numeric_limits<std::int32_t>::max();
  std::array<std::int32_t, 2> lowest = {none, none};
  std::array<std::int32_t, 2> highest = {0, 0};
  for (const double value : values) {
    const std::int32_t m = magnitude(upper_word(value));
    if (m <= 0) continue;
    const std::size_t side = value < 0.0 ? 0 : 1;
    lowest[side] = std::min(lowest[side], m);
    highest[side] = std::max(highest[side], m);
  }
  Window negative = negative_;
  Window positive = positive_;
  negative.cover(lowest[0], highest[0]);
  positive.cover(lowest[1], highest[1]);
  resize(negative, positive);
}

void QuantileSketch::resize(const Window& negative, const Window& positive) {
  const auto moved = [&](const auto& counts) {
    std::remove_cvref_t<decltype(counts)> wider(static_cast<std::size_t>(negative.size + 1 + positive.size));
    for_each_cell_in(negative, positive,
                     [&](std::size_t old_cell, std::size_t cell) { wider[cell] = counts[old_cell]; });
    return wider;
  };
  recent_ = moved(recent_);
  if (!settled_.empty()) settled_ = moved(settled_);
  negative_ = negative;
  positive_ = positive;
}

/// Calls visit(cell, cell in a layout of these wider windows) for every cell.
template <class Visit>
void QuantileSketch::for_each_cell_in(const Window& negative, const Window& positive, Visit visit) const {
  const std::int32_t zero = negative.size;
  const std::int32_t below = negative.first + negative.size - negative_.first - negative_.size;
  const std::int32_t above = positive_.first - positive.first;
  for (std::int32_t i = 0; i < negative_.size; ++i) {
    visit(static_cast<std::size_t>(i), static_cast<std::size_t>(i + below));
  }
  visit(zero_cell(), static_cast<std::size_t>(zero));
  for (std::int32_t i = 0; i < positive_.size; ++i) {
    visit(zero_cell() + 1 + static_cast<std::size_t>(i), static_cast<std::size_t>(zero + 1 + i + above));
  }
}

void QuantileSketch::settle() {
  count_waiting();
  settled_.resize(size());
  for (std::size_t i = 0; i < size(); ++i) settled_[i] += recent_[i];
  std::fill(recent_.begin(), recent_.end(), std::uint16_t{0});
  recent_count_ = 0;
}

void QuantileSketch::merge(const QuantileSketch& other) {
  Window negative = negative_;
  Window positive = positive_;
  negative.cover(other.negative_.first, other.negative_.first + other.negative_.size - 1);
  positive.cover(other.positive_.first, other.positive_.first + other.positive_.size - 1);
  count_waiting();
  if (negative.size != negative_.size || positive.size != positive_.size) resize(negative, positive);

  settled_.resize(size());
  const std::vector<std::int64_t> added = other.counts();
  other.for_each_cell_in(negative_, positive_, [&](std::size_t theirs, std::size_t cell) { settled_[cell] += added[theirs]; });
  count_ += other.count_;
  minimum_ = std::min(minimum_, other.minimum_);
  maximum_ = std::max(maximum_, other.maximum_);
}

std::vector<std::int64_t> QuantileSketch::counts() const {
  std::vector<std::int64_t> all(recent_.begin(), recent_.end());
  for (std::size_t i = 0; i < waiting_count_; ++i) ++all[waiting_[i]];
  for (std::size_t i = 0; i < settled_.size(); ++i) all[i] += settled_[i];
  return all;
}

std::vector<QuantileSketch::Cell> QuantileSketch::cells() const {
  const std::vector<std::int64_t> held_in = counts();
  std::vector<Cell> filled;
  const auto keep = [&](double low, double high, std::size_t cell) {
    const std::int64_t held = held_in[cell];
    if (held > 0) filled.push_back({std::clamp(low, minimum_, maximum_), std::clamp(high, minimum_, maximum_), held});
  };
  for (std::int32_t m = negative_.size - 1; m >= 0; --m) {
    const std::int32_t number = negative_.first + m;
    keep(-edge(number + 1), -edge(number), static_cast<std::size_t>(negative_.size - 1 - m));
  }
  keep(0.0, 0.0, zero_cell());
  for (std::int32_t m = 0; m < positive_.size; ++m) {
    const std::int32_t number = positive_.first + m;
    keep(edge(number), edge(number + 1), zero_cell() + 1 + static_cast<std::size_t>(m));
  }
  return filled;
}

double QuantileSketch::quantile(double p) const {
  return DistributionFunction(*this).quantile(p);
}

double QuantileSketch::cdf(double x) const {
  return DistributionFunction(*this).cdf(x);
}

}  // namespace wafercast
