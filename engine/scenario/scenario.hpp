#pragma once

#include <engine/core/date.hpp>
#include <engine/core/diagnostics.hpp>
#include <engine/core/fiscal_calendar.hpp>
#include <engine/core/units.hpp>
#include <engine/scenario/conditioning.hpp>
#include <engine/scenario/formula.hpp>
#include <engine/scenario/history.hpp>
#include <engine/scenario/question.hpp>
#include <engine/scenario/score.hpp>
#include <engine/scenario/structure.hpp>
#include <engine/uncertainty/belief.hpp>
#include <engine/uncertainty/path.hpp>

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace wafercast {

/// Where a belief comes from. A scenario uses no source published after its as-of date.
struct Source {
  std::string id;
  std::string title;
  Date published;
};

/// A belief as written, in the unit of what it describes.
struct WrittenBelief {
  Belief belief;
  std::string text;
  SourceLocation where;
};

/// The value of a path at a stretch of time (a quarter's knot stands at the quarter's middle day).
struct Knot {
  std::string label;  ///< as written: 2025Q4, FY26Q1, 2025-12
  Date day;
  WrittenBelief value;
};

/// What a driver does over time: knots, what lies between them, and movement around them.
struct Course {
  std::vector<Knot> knots;  ///< ascending in time; at least one
  Between between = Between::ramp;
  double shared = 1.0;  ///< correlation that optimism at one knot carries to every other
  Noise noise;
};

/// What is supposed of a driver, whatever was believed: in forecast quarters alone, from a day on, on the draws that
/// the belief has. What was reported, guided and learnt stays as it was believed.
struct Supposition {
  enum class Kind {
    scale,   ///< times a factor
    shift,   ///< an amount is added, in the driver's unit
    delay,   ///< the course comes later by a time, and waits at what it was when the delay began
    replace  ///< another course
  };
  Kind kind;
  double amount = 0.0;  ///< the factor, the amount, or days
  Date from;            ///< the quarter of the day holds it pro rata
  std::optional<Date> until{};
  std::optional<Course> instead{};  ///< of `replace`
  SourceLocation where{};
};

/// What a driver was in a quarter before the last reported one, where it is said apart from its path: a run that starts
/// in the past sees it then.
struct PastQuarter {
  FiscalQuarter quarter;
  double index = 1.0;                ///< times what it is in the last reported quarter
  std::optional<Course> believed{};  ///< instead: what was believed of that quarter when it had just been reported
};

/// A driver as the scenario states it. A single knot without noise is a number that is the same in every quarter.
struct DriverBelief : Course {
  std::string name;
  Unit unit;
  SourceLocation where;
  std::vector<PastQuarter> past;          ///< ascending; earlier quarters are as the first, others as the course says
  std::vector<Supposition> suppositions;  ///< in the order in which they act
  std::vector<std::string> provenance;    ///< one line a source: "FY25 Q4 results (2025-02-26)", newest first
};

struct EffectBelief {
  enum class Action { cut, scale, add, set, delay };
  Action action;
  std::string driver;
  WrittenBelief amount;
  Unit unit;  ///< of the amount; a plain number for cut and scale, time for delay
  std::optional<WrittenBelief> ramp_quarters;
  bool once = false;  ///< the amount strikes in the quarter in which the event starts, and in no other
  SourceLocation where;
  std::string pattern = {};  ///< by which the driver was named: what acts on all that fit is one draw; else empty
};

struct EventBelief {
  enum class Status { uncertain, occurred, did_not_occur };
  enum class Chance { over_window, per_quarter };

  std::string name;
  SourceLocation where;
  Status status = Status::uncertain;
  DateRange window;  ///< days on which it may start; for `occurred`, the day on which it did
  Chance chance = Chance::over_window;
  double probability = 0.0;
  std::optional<WrittenBelief> lasts_quarters;  ///< absent: for good
  std::vector<EffectBelief> effects;
  std::vector<std::string> require = {};  ///< it starts only after all of these have; its chance is meant given them
  std::vector<std::string> exclude = {};  ///< of it and these the first to start rules the others out
  std::vector<std::string> provenance;

  /// Supposed, whatever was believed: it starts on this day, or never.
  struct Supposed {
    std::optional<Date> day;
  };
  std::optional<Supposed> supposed = {};
};

/// Rank correlation between two drivers (of a path: its shared factor).
struct CorrelationBelief {
  std::string first;
  std::string second;
  double rank;
  SourceLocation where;
  /// Degrees of freedom of Student's t copula, in which extremes come together; absent: the normal one. What is
  /// correlated with either of the two, directly or not, has the same.
  std::optional<double> student = {};
};

/// A file that the scenario was made from, with a digest of what was read.
struct InputFile {
  std::string path;
  std::string digest;
};

/// What a scenario changes of the one that it extends, in the words of those who wrote them.
struct ScenarioChange {
  enum class Kind {
    suppose,  ///< holds in forecast quarters from a time on
    believe,  ///< another belief, learnt anew
    add,
    remove
  };
  Kind kind;
  std::string target;    ///< "cowos.capacity", "events.export_tightening.hazard"
  std::string when{};    ///< "from 2026Q1"; empty: as usual
  std::string before{};  ///< as the parent has it; empty where there is no such text
  std::string after{};   ///< "× 0.8", "25%/quarter"
  std::string stated{};  ///< where: "capex_cut.yaml:5"
};

/// "suppose", "believe", "add", "remove"
const char* word_of(ScenarioChange::Kind kind);

/// What the strategist wrote: composed with its parent, cut at its as-of date, checked; every value knows its place.
struct Scenario {
  std::string name = {};
  std::string model = {};
  std::string file = {};
  Date as_of = {};
  FiscalCalendar calendar;
  FiscalQuarter last_reported = {};
  FiscalQuarter first = {};  ///< the first quarter forecast
  int quarters = 1;          ///< of the horizon
  int learnt_quarters = 1;   ///< over which trends are learnt: the scenario's own horizon, however much of it is shown
  Structure structure = {};
  History history = {};
  std::vector<DriverBelief> drivers = {};
  std::vector<EventBelief> events = {};
  std::vector<CorrelationBelief> correlations = {};
  bool repair_correlations = false;  ///< those that fit no joint distribution give way to the nearest that do
  std::vector<Formula> formulas = {};
  std::vector<Question> questions = {};
  Score score = {};
  std::string resolved = {};  ///< the composed scenario as YAML, after dated beliefs were chosen
  std::vector<InputFile> inputs = {};
  std::string evidence_digest = {};  ///< of all that is learnt from: the same for whatever is supposed, asked or shown
  std::optional<Conditioning> conditioning = {};
  std::vector<ScenarioChange> changes = {};  ///< of the scenario that it extends
  std::vector<std::string> notes = {};       ///< what was left out while reading, for people
  std::string age_of_news = {};              ///< said when the as-of date lies beyond all data; no part of a result,
                                             ///< which knows nothing of what came, or did not come, later
  std::filesystem::path data_folder = {};    ///< of its tables; empty without tables
  std::filesystem::path root = {};           ///< the file of the chain that extends no other
  std::set<std::string> unreadable = {};     ///< drivers that are written but could not be read, which was reported
};

/// The scenario as it is believed: nothing supposed. It is what is learnt.
Scenario as_believed(Scenario scenario);

/// The same without what may or may not happen, and without questions: what a record of quiet times tells of.
Scenario undisturbed(Scenario scenario);

}  // namespace wafercast
