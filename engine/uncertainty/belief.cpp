#include <engine/uncertainty/belief.hpp>

namespace wafercast {
namespace {

/// Probabilities, shapes and logarithmic spreads have no unit and stay as they are.
struct Scale {
  double factor;

  Belief operator()(const Constant& b) const { return Constant{b.value * factor}; }
  Belief operator()(const Interval& b) const { return Interval{b.low * factor, b.high * factor, b.coverage}; }
  Belief operator()(Quantiles b) const {
    for (auto& [probability, value] : b.at) value *= factor;
    return b;
  }
  Belief operator()(const Normal& b) const { return Normal{b.mean * factor, b.sd * factor}; }
  Belief operator()(const Lognormal& b) const { return Lognormal{b.median * factor, b.log_sd}; }
  Belief operator()(const Uniform& b) const { return Uniform{b.low * factor, b.high * factor}; }
  Belief operator()(const Triangular& b) const { return Triangular{b.low * factor, b.mode * factor, b.high * factor}; }
  Belief operator()(const Pert& b) const { return Pert{b.low * factor, b.mode * factor, b.high * factor}; }
  Belief operator()(const Beta& b) const { return Beta{b.alpha, b.beta, b.low * factor, b.high * factor}; }
  Belief operator()(const StudentT& b) const { return StudentT{b.degrees, b.location * factor, b.scale * factor}; }
  Belief operator()(Discrete b) const {
    for (auto& [value, probability] : b.at) value *= factor;
    return b;
  }
  Belief operator()(Empirical b) const {
    for (double& value : b.values) value *= factor;
    return b;
  }
  Belief operator()(Mixture b) const {
    for (MixturePart& part : b.parts) part.belief = scaled(part.belief, factor);
    return b;
  }
};

}  // namespace

Belief scaled(const Belief& belief, double factor) {
  return std::visit(Scale{factor}, belief);
}

}  // namespace wafercast
