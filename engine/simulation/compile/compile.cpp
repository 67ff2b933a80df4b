#include <engine/simulation/compile/compiler.hpp>

#include <engine/core/suggest.hpp>

#include <fmt/format.h>

#include <set>

namespace wafercast {

Plan compile(const Scenario& scenario, const Model& model) {
  return compile(scenario, model, Timeline::of(scenario));
}

Plan compile(const Scenario& scenario, const Model& model, const Timeline& timeline) {
  return Compiler(scenario, model, timeline).compile();
}

Compiler::Compiler(const Scenario& scenario, const Model& model, const Timeline& timeline)
    : scenario_(scenario), model_(model), plan_(timeline) {
  for (std::size_t i = 0; i < model.drivers().size(); ++i) driver_index_[model.drivers()[i].name] = static_cast<int>(i);
  for (std::size_t i = 0; i < model.metrics().size(); ++i) metric_index_[model.metrics()[i].name] = static_cast<int>(i);
}

Plan Compiler::compile() {
  compile_drivers();
  compile_events();
  compile_dependence();
  check_history();
  compile_series();
  compile_formulas();
  check_score();
  diagnostics_.throw_if_any();
  lay_out_driver_rows();
  return std::move(plan_);
}

/// What reports show first has to be there: a metric of the model, one derived from it, or one of the scenario's own.
void Compiler::check_score() {
  std::set<std::string> metrics;
  for (const MetricSpec& metric : model_.metrics()) metrics.insert(metric.name);
  for (const SeriesKey& key : plan_.series) metrics.insert(key.metric);
  for (const Formula& formula : scenario_.formulas) metrics.insert(formula.name);
  for (const Score::Named& named : scenario_.score.named) {
    if (metrics.contains(named.metric)) continue;
    diagnostics_.error(named.where, fmt::format("the model has no metric '{}'", named.metric),
                       did_you_mean(named.metric, {metrics.begin(), metrics.end()}));
  }
}

/// A name is one row, whoever asks for it: what is supposed of a driver takes the z's of what was believed.
int Compiler::add_draw(const std::string& stream, std::uint32_t step) {
  const auto [found, is_new] = draw_index_.emplace(std::pair(stream, step), static_cast<int>(plan_.draws.size()));
  if (is_new) plan_.draws.push_back({stream, step});
  return found->second;
}

std::optional<Marginal> Compiler::resolve(const WrittenBelief& written, double factor, Support support) {
  try {
    return Marginal::from(scaled(written.belief, factor), support);
  } catch (const BeliefError& error) {
    diagnostics_.error(written.where, error.what(), error.suggestion());
    return std::nullopt;
  }
}

}  // namespace wafercast
