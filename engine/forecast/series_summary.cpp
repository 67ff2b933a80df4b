#include <engine/forecast/distribution_function.hpp>
#include <engine/forecast/series_summary.hpp>

#include <Eigen/Core>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace wafercast {
namespace {

constexpr int partial_sums = 8;
using Eight = Eigen::Array<double, partial_sums, 1>;

double in_pairs(const Eight& part) {
  return ((part[0] + part[1]) + (part[2] + part[3])) + ((part[4] + part[5]) + (part[6] + part[7]));
}

/// Eight partial sums, whatever the vector width of the machine: the order of additions is written here.
struct BlockSums {
  Eight sums = Eight::Zero();
  Eight squares = Eight::Zero();
  Eight lowest = Eight::Constant(std::numeric_limits<double>::infinity());
  Eight highest = Eight::Constant(-std::numeric_limits<double>::infinity());

  void add(const Eight& values, double inverse_scale) {
    const Eight x = values * inverse_scale;
    sums += x;
    squares += x * x;
    lowest = lowest.min(values);
    highest = highest.max(values);
  }

  void add_last(std::span<const double> values, double inverse_scale) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto k = static_cast<Eigen::Index>(i);
      const double x = values[i] * inverse_scale;
      sums[k] += x;
      squares[k] += x * x;
      lowest[k] = std::min(lowest[k], values[i]);
      highest[k] = std::max(highest[k], values[i]);
    }
  }
};

Estimate quantile(const DistributionFunction& distribution, double p, double paths) {
  const double step = std::sqrt(p * (1.0 - p) / paths);
  const double above = distribution.quantile(std::min(p + step, 1.0));
  const double below = distribution.quantile(std::max(p - step, 0.0));
  return {distribution.quantile(p), 0.5 * (above - below)};
}

/// √(Var s²) / 2s with Var s² = (m₄ − s⁴ (n−3)/(n−1)) / n. The kurtosis m₄ / s⁴ comes from the sketch, unless the
/// spread is so small that the sketch cannot see its shape; then it is taken to be that of a normal.
double sd_error(double sd, DistributionFunction::Moments sketched, double paths) {
  const double variance = sd * sd;
  const bool shape_is_seen = std::abs(sketched.second - variance) < 0.1 * variance;
  const double kurtosis = shape_is_seen ? sketched.fourth / (sketched.second * sketched.second) : 3.0;
  return 0.5 * sd * std::sqrt(std::max(kurtosis - (paths - 3.0) / (paths - 1.0), 0.0) / paths);
}

void forget_errors(Distribution& distribution) {
  const double unknown = std::numeric_limits<double>::infinity();
  distribution.mean.error = unknown;
  distribution.sd.error = unknown;
  for (auto& [probability, estimate] : distribution.quantiles) estimate.error = unknown;
}

std::vector<std::int64_t> histogram(const DistributionFunction& distribution, std::int64_t paths) {
  std::vector<std::int64_t> cells(histogram_cells);
  const double low = distribution.quantile(0.01);
  const double width = (distribution.quantile(0.99) - low) / histogram_cells;
  if (!(width > 0.0)) {
    cells[histogram_cells / 2] = paths;
    return cells;
  }
  std::int64_t below = 0;
  for (int i = 0; i + 1 < histogram_cells; ++i) {
    const double share = distribution.cdf(low + width * (i + 1));
    const auto up_to = static_cast<std::int64_t>(std::llround(share * static_cast<double>(paths)));
    cells[static_cast<std::size_t>(i)] = up_to - below;
    below = up_to;
  }
  cells.back() = paths - below;
  return cells;
}

bool is_power_of_two(double scale) {
  int exponent = 0;
  return std::isnormal(scale) && std::frexp(scale, &exponent) == 0.5;
}

}  // namespace

SeriesSummary::SeriesSummary(double scale, double offset) : scale_(scale), offset_(offset) {
  if (!is_power_of_two(scale)) throw std::invalid_argument("the scale of a series must be a power of two");
}

void SeriesSummary::add(std::span<const double> values) {
  std::array<QuantileSketch::Key, 256> keys;
  for (std::size_t start = 0; start < values.size(); start += keys.size()) {
    const auto part = values.subspan(start, std::min(keys.size(), values.size() - start));
    observe(part, keys.data());
    count({keys.data(), part.size()});
  }
}

void SeriesSummary::observe(std::span<const double> values, QuantileSketch::Key* keys) {
  BlockSums block;
  const double inverse_scale = 1.0 / scale_;
  std::size_t i = 0;
  for (; i + partial_sums <= values.size(); i += partial_sums) {
    block.add(Eigen::Map<const Eight>(values.data() + i), inverse_scale);
    for (std::size_t k = i; k < i + partial_sums; ++k) keys[k] = QuantileSketch::key(values[k] + offset_);
  }
  block.add_last(values.subspan(i), inverse_scale);
  for (; i < values.size(); ++i) keys[i] = QuantileSketch::key(values[i] + offset_);
  sum_.add(in_pairs(block.sums));
  sum_of_squares_.add(in_pairs(block.squares));
  lowest_ = std::min(lowest_, block.lowest.minCoeff());
  highest_ = std::max(highest_, block.highest.maxCoeff());
}

void SeriesSummary::merge(const SeriesSummary& other) {
  sum_.merge(other.sum_);
  sum_of_squares_.merge(other.sum_of_squares_);
  lowest_ = std::min(lowest_, other.lowest_);
  highest_ = std::max(highest_, other.highest_);
  sketch_.merge(other.sketch_);
}

void SeriesSummary::write(ByteWriter& bytes) const {
  for (const ExactSum* sum : {&sum_, &sum_of_squares_}) {
    bytes.number(sum->high_word());
    bytes.number(sum->low_word());
  }
  bytes.number(lowest_);
  bytes.number(highest_);
  sketch_.write(bytes);
}

void SeriesSummary::read(ByteReader& bytes) {
  for (ExactSum* sum : {&sum_, &sum_of_squares_}) {
    const std::int64_t high = bytes.signed_number();
    *sum = ExactSum::from_words(high, bytes.unsigned_number());
  }
  lowest_ = bytes.real_number();
  highest_ = bytes.real_number();
  sketch_ = QuantileSketch::read(bytes);
  const bool empty = sketch_.count() == 0;
  const bool extremes_fit =
      empty ? lowest_ > highest_
            : lowest_ + offset_ + 0.0 == sketch_.minimum() && highest_ + offset_ + 0.0 == sketch_.maximum();
  if (!extremes_fit) throw FormatError("the extremes of a series do not fit its values");
}

Distribution SeriesSummary::distribution(std::span<const double> probabilities) const {
  Distribution result;
  result.paths = count();
  if (result.paths == 0) return result;
  const DistributionFunction cumulative(sketch_);
  const auto paths = static_cast<double>(result.paths);
  result.mean = {mean(), sd() / std::sqrt(paths)};
  result.sd = {sd(), sd_error(sd(), cumulative.moments_about(mean() + offset_), paths)};
  result.minimum = lowest_;
  result.maximum = highest_;
  for (const double p : probabilities) {
    result.quantiles[p] = quantile(cumulative, p, paths);
    result.quantiles[p].value = std::clamp(result.quantiles[p].value - offset_, lowest_, highest_);
  }
  result.histogram = histogram(cumulative, result.paths);
  if (result.paths == 1) forget_errors(result);
  return result;
}

double SeriesSummary::mean() const {
  // The sum of a constant is rounded; the constant is not.
  const double mean = sum_.value() * scale_ / static_cast<double>(count());
  return std::clamp(mean, lowest_, highest_);
}

double SeriesSummary::sd() const {
  if (lowest_ == highest_) return 0.0;
  const auto paths = static_cast<long double>(count());
  const long double sum = sum_.extended_value();
  const long double squares = sum_of_squares_.extended_value() - sum * sum / paths;
  return static_cast<double>(std::sqrt(std::max(squares, 0.0L) / (paths - 1.0L))) * scale_;
}

}  // namespace wafercast
