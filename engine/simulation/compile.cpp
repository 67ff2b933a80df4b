#include <wafercast/simulation/compiler.hpp>

namespace wafercast {

Plan compile(const Scenario& scenario, const Model& model) {
  return Compiler(scenario, model).compile();
}

Compiler::Compiler(const Scenario& scenario, const Model& model) : scenario_(scenario), model_(model) {
  for (std::size_t i = 0; i < model.drivers().size(); ++i) driver_index_[model.drivers()[i].name] = static_cast<int>(i);
  for (std::size_t i = 0; i < model.metrics().size(); ++i) metric_index_[model.metrics()[i].name] = static_cast<int>(i);
}

Plan Compiler::compile() {
  lay_out_slices();
  compile_drivers();
  compile_events();
  compile_dependence();
  check_history();
  diagnostics_.throw_if_any();
  lay_out_driver_rows();
  compile_series();
  return std::move(plan_);
}

void Compiler::lay_out_slices() {
  plan_.slices.quarters = scenario_.quarters;
  plan_.slice_days.push_back(scenario_.calendar.days_of(scenario_.last_reported));
  plan_.slice_days.push_back(scenario_.calendar.days_of(scenario_.first));
  for (int q = 0; q < scenario_.quarters; ++q) {
    plan_.slice_days.push_back(scenario_.calendar.days_of(scenario_.first + q));
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
