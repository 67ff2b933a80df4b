#include <engine/forecast/distribution_function.hpp>
#include <engine/forecast/quantile_sketch.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <type_traits>
#include <utility>

namespace wafercast {
namespace {

constexpr std::size_t chunk = 1024;     ///< keys counted at once
constexpr std::uint32_t nearby = 4096;  ///< cells of the small table

// A key is the sign, the exponent and the first grid_bits of the mantissa.
using Key = QuantileSketch::Key;
constexpr int cell_shift = 52 - QuantileSketch::grid_bits;
constexpr Key sign_bit = Key{1} << (63 - cell_shift);
constexpr std::int32_t magnitude_base = ((1023 + QuantileSketch::smallest_exponent) << QuantileSketch::grid_bits) - 1;

/// Number of the cell of |x|: 1 for 2^smallest_exponent, 0 or less for what counts as zero.
constexpr std::int32_t magnitude(Key key) {
  return static_cast<std::int32_t>(key & (sign_bit - 1)) - magnitude_base;
}

constexpr bool is_negative(Key key) {
  return (key & sign_bit) != 0;
}

struct Extremes {
  Key lowest, highest;
};

Extremes extremes(std::span<const Key> keys) {
  Extremes extremes{keys[0], keys[0]};
  for (const Key key : keys) {
    extremes.lowest = std::min(extremes.lowest, key);
    extremes.highest = std::max(extremes.highest, key);
  }
  return extremes;
}

// Cells by number, in the order of their values: −m for the negative values of magnitude m, 0, and m.
constexpr std::int32_t highest_number = static_cast<std::int32_t>(sign_bit - 1) - magnitude_base;
constexpr std::int32_t lowest_number = -highest_number;

std::int32_t number_of(double value) {
  const Key key = QuantileSketch::key(value);
  const std::int32_t m = std::max(magnitude(key), 0);
  return is_negative(key) ? -m : m;
}

/// The smallest |x| of a cell.
double edge(std::int32_t magnitude) {
  return std::bit_cast<double>(static_cast<std::uint64_t>(magnitude + magnitude_base) << cell_shift);
}

}  // namespace

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
  std::array<Key, chunk> keys;
  for (std::size_t start = 0; start < values.size(); start += chunk) {
    const auto part = values.subspan(start, std::min(chunk, values.size() - start));
    std::transform(part.begin(), part.end(), keys.begin(), key);
    const auto [lowest, highest] = std::minmax_element(part.begin(), part.end());
    count({keys.data(), part.size()}, *lowest, *highest);
  }
}

void QuantileSketch::count(std::span<const Key> keys, double lowest, double highest) {
  // Adding zero turns −0 into 0: which of the two comes first must not show.
  minimum_ = std::min(minimum_, lowest + 0.0);
  maximum_ = std::max(maximum_, highest + 0.0);
  for (std::size_t start = 0; start < keys.size(); start += chunk) {
    count_few(keys.subspan(start, std::min(chunk, keys.size() - start)));
  }
}

void QuantileSketch::count_few(std::span<const Key> keys) {
  const auto added = static_cast<std::int64_t>(keys.size());
  if (recent_count_ + added > std::numeric_limits<std::uint16_t>::max()) settle();
  const auto [lowest, highest] = extremes(keys);
  const bool near = !is_negative(highest) && magnitude(lowest) > 0 && highest - lowest < nearby;
  if (near) {
    count_nearby(keys, lowest, highest);
  } else {
    count_anywhere(keys);
  }
  recent_count_ += added;
  count_ += added;
}

/// Nearly always all values are positive and close together. They are counted in small tables first, which stay in L1,
/// and these are added in one sweep: the counts of a run's hundreds of sketches are too many for the caches, and
/// sweeping over them is what memory is good at. Neighbours go to different tables, or equal values would wait for one
/// another.
void QuantileSketch::count_nearby(std::span<const Key> keys, Key lowest, Key highest) {
  if (magnitude(lowest) < positive_.first || magnitude(highest) >= positive_.first + positive_.size) make_room(keys);
  std::array<std::array<std::uint16_t, nearby>, 2> tables;
  const std::size_t size = highest - lowest + 1;
  for (auto& table : tables) std::fill_n(table.begin(), size, std::uint16_t{0});
  std::size_t i = 0;
  for (; i + 2 <= keys.size(); i += 2) {
    ++tables[0][keys[i] - lowest];
    ++tables[1][keys[i + 1] - lowest];
  }
  if (i < keys.size()) ++tables[0][keys[i] - lowest];
  std::uint16_t* const counts =
      recent_.data() + zero_cell() + 1 + static_cast<std::size_t>(magnitude(lowest) - positive_.first);
  for (std::size_t k = 0; k < size; ++k) {
    counts[k] = static_cast<std::uint16_t>(counts[k] + tables[0][k] + tables[1][k]);
  }
}

void QuantileSketch::count_anywhere(std::span<const Key> keys) {
  std::array<std::uint32_t, chunk> cells;
  if (!find_cells(keys, cells.data())) {
    make_room(keys);
    find_cells(keys, cells.data());
  }
  for (std::size_t i = 0; i < keys.size(); ++i) ++recent_[cells[i]];
}

/// Answers false when a window is too small. Without branches, so that the loop vectorises.
bool QuantileSketch::find_cells(std::span<const Key> keys, std::uint32_t* cells) const {
  const Window negative = negative_;
  const Window positive = positive_;
  std::uint32_t outside = 0;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const std::int32_t m = magnitude(keys[i]);
    const bool below = is_negative(keys[i]);
    const std::int32_t in_window = m - (below ? negative.first : positive.first);
    const auto size = static_cast<std::uint32_t>(below ? negative.size : positive.size);
    const std::int32_t cell = negative.size + (below ? -1 - in_window : 1 + in_window);
    outside |=
        static_cast<std::uint32_t>(m > 0) & static_cast<std::uint32_t>(static_cast<std::uint32_t>(in_window) >= size);
    cells[i] = static_cast<std::uint32_t>(m > 0 ? cell : negative.size);
  }
  return outside == 0;
}

void QuantileSketch::make_room(std::span<const Key> keys) {
  Window negative = negative_;
  Window positive = positive_;
  for (const Key key : keys) {
    const std::int32_t m = magnitude(key);
    if (m > 0) (is_negative(key) ? negative : positive).cover(m, m);
  }
  if (negative.size != negative_.size || positive.size != positive_.size) resize(negative, positive);
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
  if (negative.size != negative_.size || positive.size != positive_.size) resize(negative, positive);

  if (recent_count_ + other.recent_count_ > std::numeric_limits<std::uint16_t>::max()) settle();
  if (recent_count_ + other.recent_count_ > std::numeric_limits<std::uint16_t>::max()) {
    other.for_each_cell_in(negative_, positive_,
                           [&](std::size_t theirs, std::size_t cell) { settled_[cell] += other.recent_[theirs]; });
  } else {
    other.for_each_cell_in(negative_, positive_, [&](std::size_t theirs, std::size_t cell) {
      recent_[cell] = static_cast<std::uint16_t>(recent_[cell] + other.recent_[theirs]);
    });
    recent_count_ += other.recent_count_;
  }
  if (!other.settled_.empty()) {
    settled_.resize(size());
    other.for_each_cell_in(negative_, positive_,
                           [&](std::size_t theirs, std::size_t cell) { settled_[cell] += other.settled_[theirs]; });
  }
  count_ += other.count_;
  minimum_ = std::min(minimum_, other.minimum_);
  maximum_ = std::max(maximum_, other.maximum_);
}

std::vector<std::int64_t> QuantileSketch::counts() const {
  std::vector<std::int64_t> all(recent_.begin(), recent_.end());
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

void QuantileSketch::write(ByteWriter& bytes) const {
  const std::vector<std::int64_t> held_in = counts();
  bytes.number(count_);
  bytes.number(minimum_);
  bytes.number(maximum_);
  bytes.number(std::ranges::count_if(held_in, [](std::int64_t held) { return held > 0; }));
  std::int32_t before = lowest_number;
  const auto put = [&](std::int32_t number, std::size_t cell) {
    if (held_in[cell] == 0) return;
    bytes.small(static_cast<std::uint64_t>(number - before));
    bytes.small(static_cast<std::uint64_t>(held_in[cell]));
    before = number;
  };
  for (std::int32_t m = negative_.size - 1; m >= 0; --m) {
    put(-(negative_.first + m), static_cast<std::size_t>(negative_.size - 1 - m));
  }
  put(0, zero_cell());
  for (std::int32_t m = 0; m < positive_.size; ++m) {
    put(positive_.first + m, zero_cell() + 1 + static_cast<std::size_t>(m));
  }
}

QuantileSketch QuantileSketch::read(ByteReader& bytes) {
  QuantileSketch sketch;
  sketch.count_ = bytes.signed_number();
  sketch.minimum_ = bytes.real_number();
  sketch.maximum_ = bytes.real_number();
  std::vector<std::pair<std::int32_t, std::int64_t>> cells(bytes.count(2));
  std::int64_t left = sketch.count_;
  std::int32_t number = lowest_number;
  for (auto& [at, held] : cells) {
    const std::uint64_t step = bytes.small();
    const std::uint64_t counted = bytes.small();
    const bool sound = step <= static_cast<std::uint64_t>(highest_number - number) &&
                       (step > 0 || &at == &cells[0].first) && counted > 0 && left > 0 &&
                       counted <= static_cast<std::uint64_t>(left);
    if (!sound) throw FormatError("the cells of a sketch do not add up");
    number += static_cast<std::int32_t>(step);
    left -= static_cast<std::int64_t>(counted);
    at = number;
    held = static_cast<std::int64_t>(counted);
  }
  const bool extremes_fit = cells.empty() || (std::isfinite(sketch.minimum_) && std::isfinite(sketch.maximum_) &&
                                              number_of(sketch.minimum_) == cells.front().first &&
                                              number_of(sketch.maximum_) == cells.back().first);
  if (left != 0 || !extremes_fit) throw FormatError("the cells of a sketch do not add up");
  if (cells.empty()) return {};
  Window negative, positive;
  for (const auto& [at, held] : cells) {
    if (at != 0) (at < 0 ? negative : positive).cover(std::abs(at), std::abs(at));
  }
  sketch.resize(negative, positive);
  sketch.settled_.resize(sketch.size());
  for (const auto& [at, held] : cells) {
    const std::int32_t cell = at == 0  ? negative.size
                              : at < 0 ? negative.size - 1 - (-at - negative.first)
                                       : negative.size + 1 + (at - positive.first);
    sketch.settled_[static_cast<std::size_t>(cell)] = held;
  }
  return sketch;
}

double QuantileSketch::quantile(double p) const {
  return DistributionFunction(*this).quantile(p);
}

double QuantileSketch::cdf(double x) const {
  return DistributionFunction(*this).cdf(x);
}

}  // namespace wafercast
