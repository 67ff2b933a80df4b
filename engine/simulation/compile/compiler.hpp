#pragma once

#include <engine/core/diagnostics.hpp>
#include <engine/simulation/plan.hpp>

#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace wafercast {

/// The days at which a course's knots stand.
std::vector<Date> days_of(const Course& course);

/// A driver's course with what it was in the past, and how much of each knot a slice holds.
struct WeighedCourse {
  Course course;
  Eigen::MatrixXd weights;  ///< slices × knots
  bool moves = false;       ///< from slice to slice
};

/// A driver's course over a timeline: in quarters before the last reported one it is what `past` says of them.
WeighedCourse weighed_over(const Timeline& timeline, const DriverBelief& belief, FiscalQuarter last_reported);

/// What the parts of compile() share while a plan is being built; not for anybody else.
class Compiler {
 public:
  Compiler(const Scenario& scenario, const Model& model, const Timeline& timeline);

  Plan compile();

 private:
  void compile_drivers();
  void compile_driver(int index, const DriverBelief& belief);
  PlannedCourse compile_course(const DriverSpec& spec, const Course& course, double factor,
                               const Eigen::MatrixXd& weights);
  void keep_past_below_one(const DriverBelief& belief, PlannedDriver& driver);
  void compile_suppositions(const DriverSpec& spec, const DriverBelief& belief, double factor, PlannedDriver& driver);
  void refuse_supposition(const DriverSpec& spec, const Supposition& supposition);
  void use_default(int index);
  void lay_out_driver_rows();

  void compile_events();
  void compile_event(const EventBelief& belief);
  void compile_effect(const EventBelief& event, const EffectBelief& belief, std::size_t position,
                      PlannedEvent& planned);
  void link_events();

  void compile_dependence();
  void note_idle_correlations();
  bool has_no_draw(int driver) const;
  std::optional<double> student_degrees(const std::vector<int>& drivers);
  void compile_group(const std::vector<int>& drivers, const Eigen::MatrixXd& rank);

  void check_history();
  void check_score();
  void compile_series();
  void add_year(int metric, int fiscal_year);
  void add_growth(int metric);
  void note_long_quarters();
  bool sum_over_year(int metric, int fiscal_year, std::vector<int>& rows, double& reported) const;
  std::optional<double> reported(const std::string& metric, FiscalQuarter quarter) const;
  int row_in_quarter(int metric, int quarter) const;

  void compile_formulas();
  void add_formula(const Formula& formula, const Unit& unit, double scale);
  std::optional<std::vector<FormulaStep>> formula_steps(const Formula& formula, const Period& period) const;

  int add_draw(const std::string& stream, std::uint32_t step = 0);
  std::optional<Marginal> resolve(const WrittenBelief& written, double factor, Support support);
  std::optional<int> driver_index(const std::string& name) const;
  std::string nearest_driver(const std::string& name) const;

  const Scenario& scenario_;
  const Model& model_;
  Plan plan_;
  Diagnostics diagnostics_;
  std::map<std::pair<std::string, std::uint32_t>, int> draw_index_;
  std::unordered_map<std::string, int> driver_index_;
  std::unordered_map<std::string, int> metric_index_;
};

}  // namespace wafercast
