#include <engine/language/data/record.hpp>
#include <engine/language/syntax/fields.hpp>
#include <engine/language/values/value_text.hpp>
#include <engine/record/regression.hpp>

#include <fmt/format.h>

#include <cmath>
#include <optional>

namespace wafercast::language {
namespace {

using Series = History::Series;

struct Record {
  std::string of;
  std::string metric;
  int last = 0;
  double widen = 1.0;
  double trend = 1.0;
  const Node* exclude_beyond = nullptr;
  std::optional<RegressionPrior> regression;  ///< on the growth that had been guided
  const Node* one_off = nullptr;              ///< the metric of what was known to be gone by then
};

struct RecordContext {
  Diagnostics& diagnostics;
};

double positive(const Node& node) {
  const double value = read_number(text_of(node));
  if (value <= 0.0) throw ValueError("a spread is above zero");
  return value;
}

Normal mean_and_sd(const Node& node) {
  const auto& items = as_list(node).items;
  if (items.size() != 2) throw ValueError("write [mean, sd]");
  return {read_number(text_of(items[0])), positive(items[1])};
}

constexpr Field<RecordContext, RegressionPrior> regression_fields[] = {
    {"level", Presence::required, "texts",
     [](RecordContext&, const Node& v, RegressionPrior& r) { r.level = mean_and_sd(v); }, "[mean, sd] without growth"},
    {"slope", Presence::required, "texts",
     [](RecordContext&, const Node& v, RegressionPrior& r) { r.slope = mean_and_sd(v); }, "[mean, sd] per growth"},
    {"scatter", Presence::required, "text",
     [](RecordContext&, const Node& v, RegressionPrior& r) { r.scatter = positive(v); }, "sd around it"},
};

constexpr Field<RecordContext, Record> record_fields[] = {
    {"of", Presence::required, "text", [](RecordContext&, const Node& v, Record& r) { r.of = text_of(v); },
     "log_surprise, surprise or growth"},
    {"metric", Presence::required, "text", [](RecordContext&, const Node& v, Record& r) { r.metric = text_of(v); },
     "a metric of the reported history"},
    {"last", Presence::required, "text",
     [](RecordContext&, const Node& v, Record& r) {
       const double last = read_number(text_of(v));
       if (last < 2.0 || last > 400.0 || last != std::floor(last))
         throw ValueError("a record is 2 or more quarters long");
       r.last = static_cast<int>(last);
     },
     "how many quarters, the newest"},
    {"widen", Presence::optional, "text",
     [](RecordContext&, const Node& v, Record& r) {
       r.widen = read_number(text_of(v));
       if (r.widen <= 0.0) throw ValueError("'widen' is above zero");
     },
     "a factor on the standard deviation"},
    {"exclude_beyond", Presence::optional, "text", note<&Record::exclude_beyond>, "larger surprises are left out"},
    {"trend", Presence::optional, "text",
     [](RecordContext&, const Node& v, Record& r) {
       r.trend = read_number(text_of(v));
       if (r.trend <= 0.0 || r.trend > 1.0) throw ValueError("'trend' is above 0 and at most 1");
     },
     "the weight of a quarter relative to the next newer one"},
    {"by_guided_growth", Presence::optional, "regression",
     [](RecordContext& c, const Node& v, Record& r) {
       r.regression.emplace();
       read_fields(c, v, "a regression", regression_fields, *r.regression);
     },
     "what is believed of its dependence on the growth that had been guided"},
    {"one_off", Presence::optional, "text", note<&Record::one_off>,
     "the reported metric that holds what was known to be gone in the next quarter"},
};

double log_ratio(double a, double b) {
  if (a > 0.0 && b > 0.0) return std::log(a / b);
  throw ValueError("a logarithm of figures that are not above zero");
}

double difference(double a, double b) {
  return a - b;
}

/// What a record is of: reported figures against guided ones or those of the quarter before.
struct Kind {
  std::string_view name;
  double (*compare)(double reported, double reference);
  bool against_guided;
  bool in_metric_unit;
};

constexpr Kind kinds[] = {
    {"log_surprise", log_ratio, true, false},
    {"surprise", difference, true, true},
    {"growth", log_ratio, false, false},
};

const Kind& find_kind(const std::string& name) {
  std::vector<std::string> names;
  for (const Kind& kind : kinds) {
    if (kind.name == name) return kind;
    names.emplace_back(kind.name);
  }
  throw ValueError(fmt::format("unknown kind of record {}", in_quotes(name)), meant_or_all(name, names));
}

const Series& reported_series(const Reading& reading, const std::string& metric) {
  const auto found = reading.history.reported.find(metric);
  if (found != reading.history.reported.end()) return found->second;
  throw ValueError(fmt::format("no reported history of {}", in_quotes(metric)),
                   meant_or_all(metric, names_of(reading.history.reported)));
}

/// Log growth that an outlook named, over what of the quarter before was not known to be gone; nothing when it named
/// none.
std::optional<double> guided_growth(const Reading& reading, const Record& record, FiscalQuarter quarter) {
  const auto guided = reading.history.guided_at(record.metric, quarter);
  const auto before = reading.history.reported_at(record.metric, quarter - 1);
  if (!guided || !before) return std::nullopt;
  const auto gone =
      record.one_off != nullptr ? reading.history.reported_at(record.one_off->text, quarter - 1) : std::nullopt;
  return log_ratio(*guided, *before - gone.value_or(0.0));
}

std::vector<RecordedQuarter> newest_quarters(const Reading& reading, const Record& record, const Kind& kind) {
  std::vector<RecordedQuarter> quarters;
  const Series& reported = reported_series(reading, record.metric);
  std::optional<FiscalQuarter> newest;
  for (auto at = reported.rbegin(); at != reported.rend() && static_cast<int>(quarters.size()) < record.last; ++at) {
    const auto& [quarter, value] = *at;
    const auto before = reading.history.reported_at(record.metric, quarter - 1);
    const auto reference = kind.against_guided ? reading.history.guided_at(record.metric, quarter) : before;
    if (!reference || (record.regression && !before)) continue;
    if (!newest) newest = quarter;
    const double explained = record.regression ? guided_growth(reading, record, quarter).value_or(0.0) : 0.0;
    quarters.push_back({*newest - quarter, kind.compare(value, *reference), explained});
  }
  return quarters;
}

Belief next_value(const Reading& reading, const Record& record, const std::vector<RecordedQuarter>& quarters) {
  if (record.regression) {
    // Without an outlook the quarter is taken for an ordinary one: as much was guided as usual.
    double usual = 0.0;
    for (const RecordedQuarter& quarter : quarters) usual += quarter.explained / static_cast<double>(quarters.size());
    const auto guided = guided_growth(reading, record, reading.last_reported + 1);
    StudentT next = regressed(quarters, record.trend, *record.regression, guided.value_or(usual));
    next.scale *= record.widen;
    return next;
  }
  Normal next = weighted_moments(quarters, record.trend);
  next.sd *= record.widen;
  if (next.sd > 0.0) return next;
  return Constant{next.mean};
}

/// The factor from what a record is measured in to the driver's unit; growth may be asked for by the quarter.
double unit_factor(const Reading& reading, const Record& record, const Kind& kind, const Unit& unit) {
  const Unit own = kind.in_metric_unit ? reading.metric_units.at(record.metric) : Unit();
  for (const Unit& candidate : {own, read_unit("fraction/quarter")}) {
    if (const auto factor = candidate.factor_to(unit)) return *factor;
    if (kind.against_guided) break;
  }
  throw ValueError(fmt::format("a record of {} does not convert into {}", record.metric, in_quotes(unit.text())));
}

}  // namespace

Belief read_record(const Reading& reading, const Node& map, const Unit& unit) {
  Record record;
  Diagnostics problems;
  RecordContext context{problems};
  read_fields(context, map, "a record", record_fields, record);
  if (problems.any()) {
    for (const Diagnostic& d : problems.found()) reading.diagnostics.error(d.where, d.problem, d.suggestion);
    return Constant{0.0};
  }
  const Kind& kind = find_kind(record.of);
  if (reading.history_failed || reading.unreadable.contains(record.metric)) return Constant{0.0};
  if (!reading.metric_units.contains(record.metric)) {
    throw ValueError(fmt::format("there is no metric {} in the history", in_quotes(record.metric)),
                     meant(record.metric, names_of(reading.metric_units)));
  }
  if (record.one_off != nullptr && reading.unreadable.contains(text_of(*record.one_off))) return Constant{0.0};
  if (record.one_off != nullptr && !reading.metric_units.contains(text_of(*record.one_off))) {
    throw ValueError(fmt::format("there is no metric {} in the history", in_quotes(record.one_off->text)),
                     meant(record.one_off->text, names_of(reading.metric_units)));
  }
  if (record.regression && !kind.against_guided) {
    throw ValueError("only a surprise can depend on the growth that had been guided", "leave 'by_guided_growth' out");
  }
  std::vector<RecordedQuarter> quarters = newest_quarters(reading, record, kind);
  if (record.exclude_beyond != nullptr) {
    const Unit own = kind.in_metric_unit ? reading.metric_units.at(record.metric) : Unit();
    const double limit = read_value(text_of(*record.exclude_beyond), own);
    std::erase_if(quarters, [&](const RecordedQuarter& q) { return std::abs(q.value) > limit; });
  }
  if (quarters.size() < 2) {
    throw ValueError(fmt::format("too few quarters for a record of {} ({} known by {})", in_quotes(record.metric),
                                 quarters.size(), to_string(reading.as_of)));
  }
  return scaled(next_value(reading, record, quarters), unit_factor(reading, record, kind, unit));
}

void add_record_words(Vocabulary& words) {
  words.add("record", record_fields, Vocabulary::Extent::whole);
  words.add("regression", regression_fields);
}

}  // namespace wafercast::language
