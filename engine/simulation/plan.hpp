#pragma once

#include <engine/scenario/scenario.hpp>
#include <engine/simulation/model.hpp>
#include <engine/simulation/series.hpp>
#include <engine/simulation/stages/sampler.hpp>
#include <engine/simulation/timeline.hpp>
#include <engine/uncertainty/dependence.hpp>
#include <engine/uncertainty/marginal.hpp>
#include <engine/uncertainty/student_tail.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wafercast {

/// What a driver does over time, compiled: how its values follow from rows of z.
struct PlannedCourse {
  struct Knot {
    Marginal marginal;
    int row = -1;  ///< z of this knot's own optimism; −1 when it has the shared factor alone
  };

  // value(slice) = certain_part(slice) + Σ weights(slice, k) · knot k; then noise
  std::vector<Knot> knots;       ///< the uncertain ones that some slice weighs
  Eigen::MatrixXd weights;       ///< slices × knots
  Eigen::VectorXd certain_part;  ///< by slice: what the certain knots contribute
  int shared_row = -1;           ///< z of the optimism that all knots share; −1 when every knot is certain
  double shared = 1.0;           ///< a knot's z is shared · z_shared + √(1 − shared²) · z_own

  bool at_most_one = false;  ///< an index of the past may lift a fraction above one, which is cut off

  Noise noise;
  int first_noise_row = -1;  ///< one row a quarter of the horizon; −1 without noise
};

/// All that is supposed of a driver in the quarters of the horizon, together: each supposition is linear in what stands
/// before it, so the average over a slice's days is kept · believed + added + Σ share(c) · course c.
struct PlannedSupposed {
  Eigen::VectorXd kept;                ///< by slice: of what is believed; 1 where nothing is supposed
  Eigen::VectorXd added;               ///< by slice, in the driver's unit
  std::vector<PlannedCourse> courses;  ///< that take over: others, or the believed one seen later
  Eigen::MatrixXd share;               ///< slices × courses
};

/// A driver compiled.
struct PlannedDriver : PlannedCourse {
  Support support = Support::real;
  std::optional<PlannedSupposed> supposed{};
  int first_limit_row =
      -1;  ///< of SeriesBlock::limited, one a quarter; −1 where nothing supposed can leave its support

  int first_row = 0;     ///< of the driver table
  bool moves = false;    ///< a row a slice; otherwise one row for all slices
  bool certain = false;  ///< no z and no event moves it: filled once, outside the loop over blocks
};

/// An effect of an event on a driver, in the driver's unit.
struct PlannedEffect {
  EffectBelief::Action action;
  int driver;
  Marginal amount;
  int amount_row;  ///< −1 when certain
  Marginal ramp_days;
  int ramp_row;
  bool once;
};

/// An event compiled. Times are days since the epoch of Date.
struct PlannedEvent {
  enum class Start {
    uncertain,  ///< as its z's say
    known,      ///< it has occurred, on start_day
    supposed,   ///< on start_day, which the outlook did not know
    never
  };
  Start start = Start::uncertain;
  double start_day = 0;
  double window_first = 0;
  double window_last = 0;
  EventBelief::Chance chance = EventBelief::Chance::over_window;
  double probability = 0;
  int fire_row = -1;                   ///< whether it happens and, for a hazard, when
  int start_row = -1;                  ///< when in the window, for a probability over it
  std::optional<Marginal> lasts_days;  ///< absent: for good
  int lasts_row = -1;
  std::vector<PlannedEffect> effects;
  std::vector<int> require;  ///< events that must have started before
  std::vector<int> exclude;  ///< events of which it starts only before or without
  bool is_linked() const { return !require.empty() || !exclude.empty(); }
};

/// A correlated group: the copula mixes these rows of z.
struct PlannedDependence {
  std::vector<int> rows;
  GaussianCopula copula;
  std::optional<StudentTail> tail = {};  ///< in which the group's extremes come together
  int tail_row = -1;                     ///< z of their common factor

  /// Mixes the draws of a block; `mixed` point to the group's rows of `z`.
  void apply(const std::vector<double*>& mixed, const LaneTable& z) const;
};

/// One step of a formula, on a stack of values: pushes a number or a row, or replaces what is on top.
struct FormulaStep {
  enum class Kind { number, row, negate, add, subtract, multiply, divide };
  static constexpr int deepest = 12;  ///< values on the stack

  Kind kind;
  double number = 0.0;
  int row = -1;
};

/// How one derived series follows from others: a fiscal year from its quarters, a growth from two levels, a metric that
/// the scenario defines from its formula.
struct DerivedSeries {
  enum class Rule { sum, last, ratio, growth, formula };
  Rule rule;
  int row;                   ///< of the result
  std::vector<int> of;       ///< rows that enter (numerator, or the later level)
  double of_reported = 0.0;  ///< reported part of the same
  std::vector<int> over;     ///< rows of the denominator, or the earlier level
  double over_reported = 0.0;
  double factor = 1.0;  ///< of a quarter's growth: its sales are put on the length of those they are compared with
  std::vector<FormulaStep> steps{};
};

/// A scenario compiled against a model: one named stream for each uncertain quantity, the dependence between them, the
/// calendar and the series that come out. Immutable; every later stage reads it and none writes it.
struct Plan {
  explicit Plan(Timeline over) : timeline(std::move(over)) {}

  Timeline timeline;

  std::vector<DrawName> draws;
  std::vector<PlannedDependence> dependence;
  std::vector<PlannedDriver> drivers;  ///< in the model's order
  std::vector<int> row_of;             ///< driver table row of (driver, slice)
  int driver_rows = 0;

  Marginal unit_interval = Marginal::from(Uniform{0.0, 1.0}, Support::real);  ///< Φ, by which events read their z
  std::vector<PlannedEvent> events;
  std::vector<std::string> event_names;

  std::vector<SeriesKey> series;      ///< first metric × quarter, then the derived ones; details are not among them
  std::vector<int> series_of_metric;  ///< of its first quarter; −1 for a detail
  std::vector<DerivedSeries> derived;

  int limit_rows = 0;  ///< of SeriesBlock::limited

  std::vector<std::string> notes;  ///< what was done to the scenario's beliefs to make them fit, for people
  std::vector<std::string> idle;   ///< what the scenario says and nothing follows from, for people
};

/// Compiles. Throws InputError with every driver, event, correlation and metric that does not fit the model.
Plan compile(const Scenario& scenario, const Model& model);

/// The same over other quarters than the scenario's own.
Plan compile(const Scenario& scenario, const Model& model, const Timeline& timeline);

/// Those of the derived series that some rows need, in their order; a formula may read what is derived before it.
std::vector<DerivedSeries> derived_for(const Plan& plan, const std::vector<int>& rows);

/// The row of Plan::series that holds a metric in a period; −1 when none does.
int find_series(const Plan& plan, std::string_view metric, const Period& period);

/// The row of a metric of the model in a quarter of the horizon; −1 when the forecast leaves the metric out.
int find_quarter(const Plan& plan, const Model& model, std::string_view metric, int quarter);

}  // namespace wafercast
