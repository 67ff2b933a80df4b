#include <engine/uncertainty/belief_check.hpp>
#include <engine/uncertainty/marginal.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>

namespace wafercast {
namespace {

void require(bool holds, const std::string& problem, const std::string& suggestion) {
  if (!holds) throw BeliefError(problem, suggestion);
}

void require_finite(std::initializer_list<double> numbers) {
  const bool finite = std::all_of(numbers.begin(), numbers.end(), [](double x) { return std::isfinite(x); });
  require(finite, "not a distribution (a number is infinite or not a number)", "write finite numbers");
}

/// Values that the quantity can take.
void require_possible(double value, Support support) {
  require_finite({value});
  require(support != Support::positive || value > 0.0,
          fmt::format("{:g} is not possible (the quantity is positive)", value), "write values above 0");
  require(support != Support::fraction || (value >= 0.0 && value <= 1.0),
          fmt::format("{:g} is not possible (the quantity is a fraction)", value), "write values from 0 to 1");
}

/// Values of a distribution that comes near the ends of its support and never reaches them.
void require_inside(double value, Support support) {
  require_possible(value, support);
  require(support != Support::fraction || (value > 0.0 && value < 1.0),
          fmt::format("{:g} cannot be a quantile (the logit of a fraction is finite only inside 0 and 1)", value),
          "move it inside, or write `between a and b` for hard bounds");
}

/// Ends of a bounded family, where the density may touch the end of the support.
void require_bounds(double low, double high, Support support) {
  require_finite({low, high});
  require(low < high, fmt::format("the bounds {:g} and {:g} are empty (low is not below high)", low, high),
          "write the lower one first, or a single number for a certainty");
  require(support == Support::real || low >= 0.0,
          fmt::format("the lower bound {:g} is not possible (the quantity is never negative)", low),
          "write a lower bound of at least 0");
  require(support != Support::fraction || high <= 1.0,
          fmt::format("the upper bound {:g} is not possible (the quantity is a fraction)", high),
          "write an upper bound of at most 1");
}

void require_mode(double low, double mode, double high) {
  require_finite({mode});
  require(low <= mode && mode <= high,
          fmt::format("the mode {:g} lies outside its bounds (from {:g} to {:g})", mode, low, high),
          "write them as low, mode, high");
}

void require_above_zero(double value, const char* name) {
  require_finite({value});
  require(value > 0.0, fmt::format("{} {:g} is not possible (it must be above 0)", name, value),
          "write a positive number");
}

void require_spread(double value, const char* name) {
  require_finite({value});
  require(value >= 0.0, fmt::format("{} {:g} is not possible (a spread is never negative)", name, value),
          "write 0 or a positive number");
}

struct Check {
  Support support;

  void operator()(const Constant& b) const { require_possible(b.value, support); }

  void operator()(const Interval& b) const {
    require_inside(b.low, support);
    require_inside(b.high, support);
    require(b.low < b.high, fmt::format("the interval {:g} to {:g} is empty (low is not below high)", b.low, b.high),
            "write the lower end first, or a single number for a certainty");
    require(b.coverage > 0.0 && b.coverage < 1.0,
            fmt::format("coverage {:g} is not possible (it must lie inside 0 and 1)", b.coverage),
            "write a probability such as (90%)");
  }

  void operator()(const Quantiles& b) const {
    require(b.at.size() >= 3, fmt::format("{} quantiles are too few (a metalog needs three)", b.at.size()),
            "add one, or write two as an interval with its coverage");
    for (std::size_t i = 0; i < b.at.size(); ++i) {
      const auto [p, value] = b.at[i];
      require(p > 0.0 && p < 1.0, fmt::format("no quantile has probability {:g} (it must lie inside 0 and 1)", p),
              "write probabilities such as p5, p50, p95");
      require_inside(value, support);
      if (i > 0) require_ascending(b.at[i - 1], b.at[i]);
    }
  }

  void operator()(const Normal& b) const {
    require_possible(b.mean, support);
    require_spread(b.sd, "standard deviation");
  }

  void operator()(const Lognormal& b) const {
    require_above_zero(b.median, "median");
    require_possible(b.median, support);
    require_spread(b.log_sd, "log standard deviation");
  }

  void operator()(const Uniform& b) const { require_bounds(b.low, b.high, support); }

  void operator()(const Triangular& b) const {
    require_bounds(b.low, b.high, support);
    require_mode(b.low, b.mode, b.high);
  }

  void operator()(const Pert& b) const {
    require_bounds(b.low, b.high, support);
    require_mode(b.low, b.mode, b.high);
  }

  void operator()(const Beta& b) const {
    require_bounds(b.low, b.high, support);
    require_above_zero(b.alpha, "alpha");
    require_above_zero(b.beta, "beta");
  }

  void operator()(const StudentT& b) const {
    require_possible(b.location, support);
    require_spread(b.scale, "scale");
    require(b.degrees > 2.0 && std::isfinite(b.degrees),
            fmt::format("{:g} degrees of freedom are too few (at 2 or below the variance is infinite)", b.degrees),
            "write 3 or more");
  }

  void operator()(const Discrete& b) const {
    double sum = 0.0;
    for (std::size_t i = 0; i < b.at.size(); ++i) {
      const auto [value, probability] = b.at[i];
      require_possible(value, support);
      require_probability(probability);
      const auto same_value = [value = value](const auto& other) { return other.first == value; };
      require(std::none_of(b.at.begin(), b.at.begin() + static_cast<std::ptrdiff_t>(i), same_value),
              fmt::format("the value {:g} is listed twice", value), "add its probabilities up");
      sum += probability;
    }
    require_sum_of_one(sum);
  }

  void operator()(const Empirical& b) const {
    constexpr std::size_t fewest = 5;
    require(b.values.size() >= fewest, fmt::format("{} values are too few to be a distribution", b.values.size()),
            fmt::format("give at least {}, or write an interval with its coverage", fewest));
    for (double value : b.values) require_possible(value, support);
  }

  void operator()(const Mixture& b) const {
    constexpr std::size_t most = 12;
    require(b.parts.size() >= 2 && b.parts.size() <= most,
            fmt::format("a mixture of {} parts (it has 2 to {})", b.parts.size(), most),
            "write one part alone, or merge some");
    double sum = 0.0;
    for (const MixturePart& part : b.parts) {
      require_probability(part.probability);
      sum += part.probability;
      check(part.belief, support);
    }
    require_sum_of_one(sum);
  }

 private:
  static void require_probability(double probability) {
    require(probability >= 0.0 && probability <= 1.0,
            fmt::format("{:g} is no probability (it must lie from 0 to 1)", probability), "write for example 30%");
  }

  static void require_sum_of_one(double sum) {
    require(std::abs(sum - 1.0) <= 1e-9, fmt::format("the probabilities sum to {:g} (they must sum to 1)", sum),
            "change one of them");
  }

  static void require_ascending(const std::pair<double, double>& before, const std::pair<double, double>& after) {
    require(before.first < after.first,
            fmt::format("quantile p{:g} stands after p{:g} (probabilities must ascend)", 100.0 * after.first,
                        100.0 * before.first),
            "list every probability once, the smallest first");
    require(before.second < after.second,
            fmt::format("quantile p{:g} = {:g} is not above p{:g} = {:g} (quantiles must ascend)", 100.0 * after.first,
                        after.second, 100.0 * before.first, before.second),
            "give the higher probability the higher value");
  }
};

}  // namespace

void check(const Belief& belief, Support support) {
  std::visit(Check{support}, belief);
}

}  // namespace wafercast
