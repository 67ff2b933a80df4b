#include <engine/random/normal.hpp>
#include <engine/uncertainty/mixture.hpp>

#include <boost/math/tools/toms748_solve.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <utility>

namespace wafercast {
namespace {

using Part = MixtureTable::Part;

constexpr double table_reach = QuantileTable::reach;

/// Where a rising function crosses zero between two places.
template <class Rising>
double crossing(const Rising& rising, double low, double high) {
  const double at_low = rising(low);
  const double at_high = rising(high);
  if (!(at_low < 0.0)) return low;
  if (!(at_high > 0.0)) return high;
  std::uintmax_t rounds = 60;
  const boost::math::tools::eps_tolerance<double> close(50);
  const auto [below, above] = boost::math::tools::toms748_solve(rising, low, high, at_low, at_high, close, rounds);
  return 0.5 * (below + above);
}

/// A continuous part with the ends of its range.
struct Continuous {
  explicit Continuous(const Part& part)
      : probability(part.probability),
        marginal(part.marginal),
        low(part.marginal.at(-table_reach)),
        high(part.marginal.at(table_reach)) {}

  /// The z at which it takes a value, infinite outside its range.
  double z_of(double x) const {
    if (x <= low) return -std::numeric_limits<double>::infinity();
    if (x >= high) return std::numeric_limits<double>::infinity();
    return crossing([&](double z) { return marginal.at(z) - x; }, -table_reach, table_reach);
  }

  double probability;
  Marginal marginal;
  double low, high;
};

/// A stretch of values that some continuous part takes, and no single value inside.
class Stretch {
 public:
  Stretch(const std::vector<Continuous>& parts, double low, double high) : low_(low), high_(high) {
    for (const Continuous& part : parts) {
      if (part.low >= high || part.high <= low) continue;
      inside_.push_back({part, normal_cdf(part.z_of(low)), normal_cdf(-part.z_of(high))});
    }
    mass_ = 0.0;
    for (const Inside& i : inside_) mass_ += i.part.probability * (1.0 - i.below - i.above);
  }

  double mass() const { return mass_; }

  /// Exact value and slope, over the z of the stretch by itself.
  QuantileTable::Node node(const NormalPoint& at) const {
    const auto excess = [&](double x) {
      return at.z < 0.0 ? below(x) - mass_ * at.below : mass_ * at.above - above(x);
    };
    const double x = crossing(excess, low_, high_);
    return {x, mass_ * at.density / density(x)};
  }

 private:
  struct Inside {
    Continuous part;
    double below, above;  ///< its probabilities outside the stretch
  };

  double below(double x) const {
    double sum = 0.0;
    for (const Inside& i : inside_) sum += i.part.probability * (normal_cdf(i.part.z_of(x)) - i.below);
    return sum;
  }

  double above(double x) const {
    double sum = 0.0;
    for (const Inside& i : inside_) sum += i.part.probability * (normal_cdf(-i.part.z_of(x)) - i.above);
    return sum;
  }

  double density(double x) const {
    constexpr double step = 1e-4;
    double sum = 0.0;
    for (const Inside& i : inside_) {
      const double z = i.part.z_of(x);
      if (!std::isfinite(z)) continue;
      const double slope = (i.part.marginal.at(z + step) - i.part.marginal.at(z - step)) / (2.0 * step);
      sum += i.part.probability * NormalPoint(z).density / slope;
    }
    return sum;
  }

  double low_, high_, mass_;
  std::vector<Inside> inside_;
};

/// The values that continuous parts take, as stretches without gaps.
std::vector<std::pair<double, double>> ranges_of(std::vector<Continuous> parts) {
  std::ranges::sort(parts, {}, [](const Continuous& part) { return part.low; });
  std::vector<std::pair<double, double>> ranges;
  for (const Continuous& part : parts) {
    if (ranges.empty() || part.low > ranges.back().second) {
      ranges.emplace_back(part.low, part.high);
    } else {
      ranges.back().second = std::max(ranges.back().second, part.high);
    }
  }
  return ranges;
}

/// Cuts ranges at single values.
std::vector<std::pair<double, double>> cut_at(const std::vector<std::pair<double, double>>& ranges,
                                              const std::map<double, double>& values) {
  std::vector<std::pair<double, double>> cut;
  for (auto [low, high] : ranges) {
    for (auto next = values.upper_bound(low); next != values.end() && next->first < high; ++next) {
      cut.emplace_back(low, next->first);
      low = next->first;
    }
    cut.emplace_back(low, high);
  }
  return cut;
}

}  // namespace

MixtureTable::MixtureTable(const std::vector<Part>& parts) {
  std::map<double, double> probability_of;  // single values
  std::vector<Continuous> continuous;
  for (const Part& part : parts) {
    mean_ += part.probability * part.marginal.mean();
    if (part.marginal.is_constant()) {
      probability_of[part.marginal.at(0.0)] += part.probability;
    } else {
      continuous.emplace_back(part);
    }
  }
  auto single = probability_of.begin();
  const auto add_singles_up_to = [&](double x) {
    for (; single != probability_of.end() && single->first <= x; ++single) add(single->second, single->first, {});
  };
  for (const auto& [low, high] : cut_at(ranges_of(continuous), probability_of)) {
    add_singles_up_to(low);
    const Stretch stretch(continuous, low, high);
    if (stretch.mass() <= 0.0) continue;
    add(stretch.mass(), low, QuantileTable([&](const NormalPoint& at) { return stretch.node(at); }));
  }
  add_singles_up_to(std::numeric_limits<double>::infinity());

  double after = 0.0;
  for (auto piece = pieces_.rbegin(); piece != pieces_.rend(); ++piece) {
    piece->after = after;
    after += piece->mass;
  }
  for (Piece& piece : pieces_) {
    piece.from_z = piece.before < 0.5
                       ? (piece.before > 0.0 ? normal_quantile(piece.before) : -std::numeric_limits<double>::infinity())
                       : -normal_quantile(piece.mass + piece.after);
  }
}

void MixtureTable::add(double mass, double value, std::optional<QuantileTable> table) {
  const double before = pieces_.empty() ? 0.0 : pieces_.back().before + pieces_.back().mass;
  pieces_.push_back({0.0, before, mass, 0.0, value, std::move(table)});
}

void MixtureTable::apply(std::span<double> z) const {
  if (pieces_.size() == 1) return pieces_.front().table->apply(z);
  constexpr double least = std::numeric_limits<double>::min();
  for (double& lane : z) {
    std::size_t k = 0;
    while (k + 1 < pieces_.size() && lane > pieces_[k + 1].from_z) ++k;
    const Piece& piece = pieces_[k];
    if (!piece.table) {
      lane = piece.value;
      continue;
    }
    const double below = std::max(least, (normal_cdf(lane) - piece.before) / piece.mass);
    const double above = std::max(least, (normal_cdf(-lane) - piece.after) / piece.mass);
    lane = below < above ? normal_quantile(below) : -normal_quantile(above);
    piece.table->apply({&lane, 1});
  }
}

}  // namespace wafercast
