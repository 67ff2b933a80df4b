#include <engine/random/normal.hpp>
#include <engine/uncertainty/belief_check.hpp>
#include <engine/uncertainty/families.hpp>
#include <engine/uncertainty/marginal.hpp>
#include <engine/uncertainty/metalog.hpp>
#include <engine/uncertainty/mixture.hpp>
#include <engine/uncertainty/quantile_table.hpp>
#include <engine/uncertainty/single_exp.hpp>
#include <engine/uncertainty/support.hpp>

#include <fmt/format.h>
#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <utility>

namespace wafercast {
namespace {

[[noreturn]] void refuse_infeasible(const Quantiles& b, Support support) {
  std::string ways_out;
  for (std::size_t i = 1; i + 1 < b.at.size(); ++i) {
    const auto range = feasible_range(b, i, support);
    if (!range) continue;
    ways_out += ways_out.empty() ? "" : ", or ";
    ways_out += fmt::format("p{:g} can lie from {:.4g} to {:.4g}", 100.0 * b.at[i].first, range->first, range->second);
  }
  if (ways_out.empty()) {
    ways_out = "moving a single one is not enough: leave one out";
  } else if (b.at.size() == 3) {
    ways_out = fmt::format("with p{:g} = {:g} and p{:g} = {:g}, {}", 100.0 * b.at[0].first, b.at[0].second,
                           100.0 * b.at[2].first, b.at[2].second, ways_out);
  } else {
    ways_out = "with the others as they are, " + ways_out;
  }
  throw BeliefError("no distribution has these quantiles (a metalog through them would turn back)", ways_out);
}

/// Elements per turn of the loops that use Eigen's exponential: always a whole number of vectors, so that every element
/// takes the same way.
constexpr std::size_t chunk = 32;
using Chunk = Eigen::Array<double, static_cast<int>(chunk), 1>;

template <class Function>
void apply_in_chunks(std::span<double> z, Function function) {
  std::size_t done = 0;
  for (; done + chunk <= z.size(); done += chunk) {
    Eigen::Map<Chunk> values(z.data() + done);
    values = function(values);
  }
  if (done == z.size()) return;
  Chunk values = Chunk::Zero();
  std::copy(z.begin() + static_cast<std::ptrdiff_t>(done), z.end(), values.data());
  values = function(values);
  std::copy_n(values.data(), z.size() - done, z.data() + done);
}

}  // namespace

BeliefError::BeliefError(const std::string& problem, std::string suggestion)
    : std::runtime_error(problem), suggestion_(std::move(suggestion)) {}

struct Marginal::Resolve {
  Support support;

  static Marginal constant(double value) { return {"constant", Affine{value, 0.0}}; }

  template <class Family>
  static Marginal table(const char* family, const Family& belief, double kink = 0.0) {
    const auto exact = [&](const NormalPoint& at) { return exact_node(belief, at); };
    return {family, std::make_shared<const QuantileTable>(exact, kink)};
  }

  Marginal operator()(const Constant& b) const { return constant(b.value); }

  Marginal operator()(const Interval& b) const {
    const double half_width = normal_quantile(0.5 + 0.5 * b.coverage);
    const double low = to_line(b.low, support);
    const double high = to_line(b.high, support);
    const double location = 0.5 * (low + high);
    const double scale = 0.5 * (high - low) / half_width;
    switch (support) {
      case Support::positive:
        return {"lognormal", Exponential{location, scale}};
      case Support::fraction:
        return {"logit-normal", Logistic{location, scale}};
      case Support::real:
        break;
    }
    return {"normal", Affine{location, scale}};
  }

  Marginal operator()(const Quantiles& b) const {
    const Metalog metalog(b, support);
    if (!metalog.is_feasible()) refuse_infeasible(b, support);
    constexpr const char* families[] = {"metalog", "log-metalog", "logit-metalog"};
    const auto exact = [&](const NormalPoint& at) { return metalog.at(at); };
    return {families[static_cast<int>(support)], std::make_shared<const QuantileTable>(exact)};
  }

  Marginal operator()(const Normal& b) const {
    if (b.sd == 0.0) return constant(b.mean);
    return {"normal", Affine{b.mean, b.sd}};
  }

  Marginal operator()(const Lognormal& b) const {
    if (b.log_sd == 0.0) return constant(b.median);
    return {"lognormal", Exponential{std::log(b.median), b.log_sd}};
  }

  Marginal operator()(const Uniform& b) const { return table("uniform", b); }

  Marginal operator()(const Triangular& b) const {
    const double below_mode = (b.mode - b.low) / (b.high - b.low);
    const double kink = below_mode > 0.0 && below_mode < 1.0 ? normal_quantile(below_mode) : 0.0;
    return table("triangular", b, std::abs(kink) < QuantileTable::reach ? kink : 0.0);
  }

  Marginal operator()(const Pert& b) const { return table("PERT", beta_of(b)); }

  Marginal operator()(const Beta& b) const { return table("beta", b); }

  Marginal operator()(const StudentT& b) const { return b.scale == 0.0 ? constant(b.location) : table("Student t", b); }

  Marginal operator()(Discrete b) const {
    std::erase_if(b.at, [](const auto& point) { return point.second == 0.0; });
    std::sort(b.at.begin(), b.at.end());
    if (b.at.size() == 1) return constant(b.at.front().first);
    Steps steps;
    double below = 0.0;
    for (const auto& [value, probability] : b.at) {
      if (below > 0.0) steps.thresholds.push_back(normal_quantile(std::min(below, 1.0 - 1e-16)));
      steps.values.push_back(value);
      below += probability;
    }
    return {"discrete", std::make_shared<const Steps>(std::move(steps))};
  }

  Marginal operator()(Empirical b) const {
    std::sort(b.values.begin(), b.values.end());
    if (b.values.front() == b.values.back()) return constant(b.values.front());
    return table("empirical", b);
  }

  Marginal operator()(const Mixture& b) const {
    std::vector<MixtureTable::Part> parts;
    add_parts(b, 1.0, parts);
    std::erase_if(parts, [](const auto& part) { return part.probability == 0.0; });
    if (!std::ranges::all_of(parts, [](const auto& part) { return part.marginal.is_constant(); })) {
      return {"mixture", std::make_shared<const MixtureTable>(parts)};
    }
    std::map<double, double> probability_of;
    for (const auto& [probability, marginal] : parts) probability_of[marginal.at(0.0)] += probability;
    return (*this)(Discrete{{probability_of.begin(), probability_of.end()}});
  }

 private:
  /// Mixtures within a mixture and single values of a discrete belief become parts of their own.
  void add_parts(const Belief& belief, double probability, std::vector<MixtureTable::Part>& parts) const {
    if (const auto* mixture = std::get_if<Mixture>(&belief)) {
      for (const MixturePart& part : mixture->parts) add_parts(part.belief, probability * part.probability, parts);
    } else if (const auto* discrete = std::get_if<Discrete>(&belief)) {
      for (const auto& [value, part] : discrete->at) parts.push_back({probability * part, constant(value)});
    } else {
      parts.push_back({probability, std::visit(*this, belief)});
    }
  }
};

Marginal Marginal::from(const Belief& belief, Support support) {
  check(belief, support);
  Marginal marginal = std::visit(Resolve{support}, belief);
  const double low = marginal.at(-QuantileTable::reach);
  const double high = marginal.at(QuantileTable::reach);
  if (!std::isfinite(low) || !std::isfinite(high)) {
    throw BeliefError("too wide (values would overflow)", "narrow it, or check its unit");
  }
  const bool too_low = support != Support::real && low < 0.0;
  const bool too_high = support == Support::fraction && high > 1.0;
  if (too_low || too_high) {
    throw BeliefError(
        fmt::format("this {} can fall {} (the quantity is {})", marginal.family_, too_low ? "below 0" : "above 1",
                    support == Support::positive ? "positive" : "a fraction"),
        "write an interval with its coverage, which takes a shape that stays inside");
  }
  return marginal;
}

void Marginal::apply(std::span<double> z) const {
  struct Visit {
    std::span<double> z;

    void operator()(const Affine& s) const {
      for (double& lane : z) lane = s.location + s.scale * lane;
    }
    void operator()(const Exponential& s) const {
      const double median = std::exp(s.location);
      apply_in_chunks(z, [s, median](const Chunk& v) { return Chunk(median * single_exp(Chunk(s.scale * v))); });
    }
    void operator()(const Logistic& s) const {
      apply_in_chunks(
          z, [s](const Chunk& v) { return Chunk((1.0 + single_exp(Chunk(-s.location - s.scale * v))).inverse()); });
    }
    void operator()(const std::shared_ptr<const Steps>& steps) const {
      const double* const values = steps->values.data();
      const double* const thresholds = steps->thresholds.data();
      const std::size_t count = steps->thresholds.size();
      for (double& lane : z) {
        double x = values[0];
        for (std::size_t k = 0; k < count; ++k) x = lane > thresholds[k] ? values[k + 1] : x;
        lane = x;
      }
    }
    void operator()(const std::shared_ptr<const QuantileTable>& table) const { table->apply(z); }
    void operator()(const std::shared_ptr<const MixtureTable>& table) const { table->apply(z); }
  };
  std::visit(Visit{z}, shape_);
}

double Marginal::at(double z) const {
  if (const auto* s = std::get_if<Exponential>(&shape_)) return std::exp(s->location + s->scale * z);
  if (const auto* s = std::get_if<Logistic>(&shape_)) return 1.0 / (1.0 + std::exp(-s->location - s->scale * z));
  double x = z;
  apply({&x, 1});
  return x;
}

double Marginal::quantile(double p) const {
  return at(normal_quantile(p));
}

double Marginal::mean() const {
  if (const auto* affine = std::get_if<Affine>(&shape_)) return affine->location;
  if (const auto* lognormal = std::get_if<Exponential>(&shape_)) {
    return std::exp(lognormal->location + 0.5 * lognormal->scale * lognormal->scale);
  }
  if (const auto* pointer = std::get_if<std::shared_ptr<const Steps>>(&shape_)) {
    const Steps& steps = **pointer;
    double sum = steps.values.front();
    for (std::size_t k = 0; k < steps.thresholds.size(); ++k) {
      sum += (steps.values[k + 1] - steps.values[k]) * normal_cdf(-steps.thresholds[k]);
    }
    return sum;
  }
  if (const auto* mixture = std::get_if<std::shared_ptr<const MixtureTable>>(&shape_)) return (*mixture)->mean();
  // The trapezoidal rule converges faster than any power of its step for an integrand as smooth as this.
  constexpr double step = 1.0 / 64.0;
  double sum = 0.0;
  double weights = 0.0;
  for (double z = -QuantileTable::reach; z <= QuantileTable::reach; z += step) {
    const double density = NormalPoint(z).density;
    sum += density * at(z);
    weights += density;
  }
  return sum / weights;
}

bool Marginal::is_constant() const {
  const auto* affine = std::get_if<Affine>(&shape_);
  return affine != nullptr && affine->scale == 0.0;
}

std::string Marginal::describe() const {
  if (is_constant()) return fmt::format("{:.6g}", at(0.0));
  return fmt::format("{}, median {:.6g}, p5 {:.6g}, p95 {:.6g}", family_, at(0.0), quantile(0.05), quantile(0.95));
}

}  // namespace wafercast
