#include <wafercast/scenario/fields.hpp>
#include <wafercast/scenario/record.hpp>
#include <wafercast/scenario/value_text.hpp>

#include <fmt/format.h>

#include <cmath>

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
};

struct RecordContext {
  Diagnostics& diagnostics;
};

/// One quarter's datum.
struct Datum {
  FiscalQuarter quarter;
  double value;
};

constexpr Field<RecordContext, Record> record_fields[] = {
    {"of", Presence::required, [](RecordContext&, const Node& v, Record& r) { r.of = text_of(v); },
     "log_surprise, surprise or growth"},
    {"metric", Presence::required, [](RecordContext&, const Node& v, Record& r) { r.metric = text_of(v); },
     "a metric of the reported history"},
    {"last", Presence::required,
     [](RecordContext&, const Node& v, Record& r) {
       const double last = read_number(text_of(v));
       if (last < 2.0 || last > 400.0 || last != std::floor(last))
         throw ValueError("a record is 2 or more quarters long");
       r.last = static_cast<int>(last);
     },
     "how many quarters, the newest"},
    {"widen", Presence::optional,
     [](RecordContext&, const Node& v, Record& r) {
       r.widen = read_number(text_of(v));
       if (r.widen <= 0.0) throw ValueError("'widen' is above zero");
     },
     "a factor on the standard deviation"},
    {"exclude_beyond", Presence::optional, note<&Record::exclude_beyond>, "larger surprises are left out"},
    {"trend", Presence::optional,
     [](RecordContext&, const Node& v, Record& r) {
       r.trend = read_number(text_of(v));
       if (r.trend <= 0.0 || r.trend > 1.0) throw ValueError("'trend' is above 0 and at most 1");
     },
     "the weight of a quarter relative to the next newer one"},
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

std::vector<Datum> newest_data(const Reading& reading, const Record& record, const Kind& kind) {
  std::vector<Datum> data;
  const Series& reported = reported_series(reading, record.metric);
  for (auto at = reported.rbegin(); at != reported.rend() && static_cast<int>(data.size()) < record.last; ++at) {
    const auto reference = kind.against_guided ? reading.history.guided_at(record.metric, at->first)
                                               : reading.history.reported_at(record.metric, at->first - 1);
    if (reference) data.push_back({at->first, kind.compare(at->second, *reference)});
  }
  return data;
}

/// Mean and sample sd with weights trend^age; with equal weights the familiar ones, with n − 1.
Belief normal_of(const std::vector<Datum>& data, const Record& record) {
  double weights = 0.0, squares = 0.0, sum = 0.0;
  const auto weight = [&](const Datum& d) { return std::pow(record.trend, data.front().quarter - d.quarter); };
  for (const Datum& d : data) {
    weights += weight(d);
    squares += weight(d) * weight(d);
    sum += weight(d) * d.value;
  }
  const double mean = sum / weights;
  double scatter = 0.0;
  for (const Datum& d : data) scatter += weight(d) * (d.value - mean) * (d.value - mean);
  const double sd = std::sqrt(scatter / (weights - squares / weights)) * record.widen;
  if (sd > 0.0) return Normal{mean, sd};
  return Constant{mean};
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
  if (reading.history_failed) return Constant{0.0};
  std::vector<Datum> data = newest_data(reading, record, kind);
  if (record.exclude_beyond != nullptr) {
    const Unit own = kind.in_metric_unit ? reading.metric_units.at(record.metric) : Unit();
    const double limit = read_value(text_of(*record.exclude_beyond), own);
    std::erase_if(data, [&](const Datum& d) { return std::abs(d.value) > limit; });
  }
  if (data.size() < 2) {
    throw ValueError(fmt::format("too few quarters for a record of {} ({} known by {})", in_quotes(record.metric),
                                 data.size(), to_string(reading.as_of)));
  }
  return scaled(normal_of(data, record), unit_factor(reading, record, kind, unit));
}

}  // namespace wafercast::language
