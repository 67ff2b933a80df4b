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

int Compiler::add_draw(std::string stream, std::uint32_t step) {
  plan_.draws.push_back({std::move(stream), step});
  return static_cast<int>(plan_.draws.size()) - 1;
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
