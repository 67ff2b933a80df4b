#pragma once

#include <engine/learning/conditioning.hpp>
#include <engine/scenario/scenario.hpp>
#include <engine/simulation/model.hpp>
#include <engine/simulation/plan.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace wafercast {

/// Builds a scenario's model from any quarter of its history. Throws MissingHistory where the history does not hold
/// what the model starts from.
using ModelMaker = std::function<std::unique_ptr<Model>(const Scenario&, const Timeline&)>;

/// What a scenario is conditioned on, compiled. The model runs twice with the same z's: over the window before the
/// as-of date, from the last quarter before the window, where its figures are held against the reported ones; and over
/// the horizon, where its growth is held against the trend of the record. What was said of quarters is held against
/// either. Uncertain events are left out of both: the record says nothing of whether they will strike. Quarterly noise
/// of the window and beliefs about the quarter in which a run starts are the run's own; all other draws are shared, and
/// so is what is learnt of them. Where a trend pools beliefs and record, what the company says of itself is learnt
/// after all else: its trends, and statements about what is scored.
class Evidence final : public ObservationMap {
 public:
  /// Throws InputError when a trend or an observation does not fit the model or the history.
  Evidence(const Scenario& scenario, const ModelMaker& make_model);

  const std::vector<DrawName>& draws() const { return draws_; }
  const std::vector<Observation>& observations() const { return observations_; }

  /// How an observation's value is to be read.
  enum class Scale {
    amount,  ///< the log of an amount of money
    growth,  ///< a log of growth
    share    ///< a share, or its change
  };
  const std::vector<Scale>& scales() const { return scales_; }

  /// What was left out, a line each for people.
  const std::vector<std::string>& notes() const { return notes_; }

  std::unique_ptr<Workspace> workspace() const override;
  void observe(const LaneTable& z, Workspace& workspace, LaneTable& observed, Wanted wanted) const override;

 private:
  /// How an observation is read from the series of a run: a level, or a movement since another row.
  struct Term {
    int observation;
    int row;
    int before = -1;
    bool relative = false;  ///< in logs
  };
  /// A run of the model, with what is observed of it.
  struct Part {
    std::unique_ptr<Model> model{};
    std::optional<Plan> plan{};
    std::vector<int> z_rows{};  ///< of the shared z's, by draw of the plan
    std::vector<Term> terms{};
    bool has_later = false;  ///< some of them are learnt later
  };
  struct Memory;
  class Copy;
  static std::vector<int> rows_of(const std::vector<Term>& terms);

  void add_window(const Scenario& scenario, const ModelMaker& make_model);
  void add_trends(const Scenario& scenario, const ModelMaker& make_model);
  void add_trend(const Scenario& scenario, const TrendEvidence& trend, Part& part, Diagnostics& diagnostics);
  void add_statement(const StatementEvidence& said, Part& part, Diagnostics& diagnostics);
  void share_draws(Part& part);
  int add_observation(std::string name, double value, double error, Scale scale);
  void pool(const std::vector<PooledHorizon>& earned, int first, int quarters);

  std::vector<DrawName> draws_;
  std::vector<Observation> observations_;
  std::vector<Scale> scales_;
  std::vector<Part> parts_;
  std::vector<std::string> notes_;
  int window_ = 0;
  bool pools_ = false;  ///< the record is learnt after the beliefs, and takes over part of what they say
  Score score_;
  FiscalQuarter last_reported_;
};

}  // namespace wafercast
