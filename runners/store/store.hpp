#pragma once

#include <engine/core/date.hpp>
#include <engine/forecast/forecast.hpp>
#include <engine/scenario/scenario.hpp>
#include <runners/store/database.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace wafercast {

/// The store is not there, cannot be reached, is of a later program, or is no store: nothing was done to it.
class StoreRefused : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// There is none yet.
class StoreMissing : public StoreRefused {
 public:
  using StoreRefused::StoreRefused;
};

/// A scenario as a plan asks for it, night after night: the same file with the same settings.
struct Subject {
  std::string file;      ///< as the plan names it
  std::string settings;  ///< "cowos.capacity.scale=0.8 events.tariff=never"; empty: as the file is
  std::string name;      ///< what people call it

  std::string label() const { return settings.empty() ? file : file + " " + settings; }
  friend bool operator==(const Subject& a, const Subject& b) { return a.file == b.file && a.settings == b.settings; }
};

/// What decides about the bits of a run: the same key, the same figures.
struct RunKey {
  std::string key;  ///< a digest of what follows
  std::string scenario_hash;
  std::string data_hash;
  std::uint64_t seed;
  std::int64_t paths;
  std::string program;
};

/// A run that was done, or failed.
struct RunRecord {
  Subject subject;
  RunKey key;
  Date as_of{};
  double seconds = 0.0;
  std::string error{};  ///< why it failed; empty where it did not
  std::vector<InputFile> inputs{};
  Forecast forecast{};
  std::string summary{};  ///< Summary::write, where a plan keeps it; else empty
};

/// The quantiles of StoredFigure, in its order.
inline constexpr std::array<double, 7> stored_probabilities = {0.01, 0.05, 0.25, 0.50, 0.75, 0.95, 0.99};

/// A metric in a period as it is kept; or the answer to a question: its probability as the mean.
struct StoredFigure {
  std::string metric;  ///< "question:NAME" of an answer
  std::string period;
  std::string unit;
  Estimate mean;
  std::array<double, 7> quantiles;
  double median_error;

  double median() const { return quantiles[3]; }
};

/// A run as it was found.
struct StoredRun {
  std::int64_t id = 0;
  std::int64_t night = 0;  ///< in which it was made
  RunKey key{};
  Date as_of{};
  std::string made;  ///< when, UTC
  double seconds = 0.0;
  std::string error{};
};

/// Whose nights: the plan's name, and the file in which it stands, since two may have the same name.
struct PlanKey {
  std::string name;
  std::string file{};  ///< empty of nights that an earlier program kept

  friend bool operator==(const PlanKey&, const PlanKey&) = default;
};

struct Night {
  std::int64_t id = 0;
  std::string started;   ///< UTC
  std::string finished;  ///< empty while it runs, and of one that was killed
  int made = 0, known = 0, failed = 0;
};

struct HistoryPoint {
  std::int64_t night;
  std::string started;
  std::int64_t run;
  Date as_of;
  StoredFigure figure;
};

struct Alert {
  Subject subject;
  std::string what;  ///< "moved", "crossed", "failed", "calibration"
  std::string text;
  std::int64_t night = 0;  ///< in which it arose
};

/// What a benchmark took, over its repetitions.
struct Measurement {
  std::string name;
  std::string machine;
  std::string made;      ///< when, as the benchmark said
  std::string revision;  ///< of the program; empty: nobody said
  std::string unit;
  double low, median, high;  ///< the quartiles
};

/// Every night's forecasts, in one file or on a server. A run is there whole or not at all, whoever is killed when.
/// Nights are in the order in which they began, whatever the clock said.
class Store {
 public:
  /// A file, or a server (Database). What is of an earlier version is migrated after a copy of it was put beside it; a
  /// reader sees it as it would then be. Throws StoreRefused and DatabaseError.
  Store(const std::string& place, Database::Access access);

  std::vector<PlanKey> plans();                     ///< that had a night, in the order of their first
  std::vector<PlanKey> plans_of(std::int64_t run);  ///< in whose nights it was seen
  /// Nights of one plan become another's: it was moved.
  void move_nights(const PlanKey& from, const PlanKey& to);

  std::int64_t begin_night(const PlanKey& plan, const std::string& program);
  void finish_night(std::int64_t night);
  std::vector<Night> nights(const PlanKey& plan, int most);  ///< newest first

  std::optional<StoredRun> find_run(const std::string& key);
  /// Adds a run and notes that the night has it. Where the same run is there already, made by another night meanwhile,
  /// that one stays.
  std::int64_t add_run(std::int64_t night, const RunRecord& run);
  /// Notes that a night has a run of an earlier one.
  void note_seen(std::int64_t night, const Subject& subject, std::int64_t run);

  /// Enters those that are not known yet, so that they stand in the order in which a plan names them.
  void enter_subjects(const std::vector<Subject>& subjects);
  std::vector<Subject> subjects(const PlanKey& plan);  ///< that its nights had, in the order in which they were entered
  /// The run that a night has of a subject; and that of the plan's night before which came to its end with one that did
  /// not fail: of what moved in a night that broke off, nobody was told.
  std::optional<StoredRun> run_in(std::int64_t night, const Subject& subject);
  std::optional<StoredRun> run_before(std::int64_t night, const Subject& subject);
  std::vector<StoredFigure> figures_of(std::int64_t run);
  /// How a figure moved over the nights of a plan, oldest first.
  std::vector<HistoryPoint> history(const PlanKey& plan, const Subject& subject, const std::string& metric,
                                    const std::string& period);
  /// Median seconds of the newest runs of a subject; nothing where there was none.
  std::optional<double> usual_seconds(const Subject& subject);

  void add_alerts(std::int64_t night, const std::vector<Alert>& alerts);  ///< in the place of those that it had
  std::vector<Alert> alerts(std::int64_t night);
  /// Of the plan's nights before this one: those of which nobody was told yet.
  std::vector<Alert> alerts_that_wait(const PlanKey& plan, std::int64_t night);
  /// The alerts of the plan's nights up to this one were told.
  void note_told(const PlanKey& plan, std::int64_t night);

  /// Adds what is not known yet, all or nothing; answers how many.
  int add_measurements(const std::vector<Measurement>& measurements);
  std::vector<Measurement> measurements();  ///< by name and machine, oldest first, whatever their clocks' zones

  /// What is wrong with the file; empty when it is sound.
  std::vector<std::string> check();
  /// Takes out nights that began before a moment, and runs that no other night has; how many nights. Of one plan, or of
  /// all.
  int prune(const std::string& before, const std::optional<PlanKey>& of = std::nullopt);
  void vacuum();
  /// Every figure of every run, oldest run first; `row` is called a figure. Of one plan, in the order of the nights
  /// that had them last.
  void each_figure(const std::function<void(const Subject&, const StoredRun&, const StoredFigure&)>& row,
                   const std::optional<PlanKey>& of = std::nullopt);

 private:
  void make_new();
  void migrate();
  std::int64_t id_of(const Subject& subject);
  std::int64_t id_of(const StoredFigure& figure);
  std::int64_t put_run(std::int64_t night, std::int64_t subject, const RunRecord& run);
  void put_figures(std::int64_t subject, std::int64_t id, const RunRecord& run);
  void put_inputs(std::int64_t id, const RunRecord& run);

  Database database_;
};

}  // namespace wafercast
