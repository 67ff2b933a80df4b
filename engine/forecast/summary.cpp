#include <engine/forecast/probability.hpp>
#include <engine/forecast/summary.hpp>

#include <xxhash.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <span>
#include <stdexcept>
#include <utility>

namespace wafercast {
namespace {

constexpr std::size_t longest_wait = 16 * block_lanes;           ///< values of a series that wait to be counted
constexpr std::size_t wait_stride = longest_wait + block_lanes;  ///< not a power of two, which caches map to few sets

void require(bool holds, const char* contract) {
  if (!holds) throw std::invalid_argument(contract);
}

bool same_series(const SeriesKey& a, const SeriesKey& b) {
  return a.metric == b.metric && a.unit == b.unit && a.period == b.period && a.scale == b.scale && a.offset == b.offset;
}

bool same_question(const PlannedQuestion& a, const PlannedQuestion& b) {
  return a.question.name == b.question.name && a.question.text == b.question.text && a.series == b.series &&
         a.given_events == b.given_events;
}

std::vector<int> all_rows(std::size_t count) {
  std::vector<int> rows(count);
  std::iota(rows.begin(), rows.end(), 0);
  return rows;
}

bool asks_for_distribution_of_some(const PlannedQuestion& planned) {
  return !planned.question.threshold && !planned.given_events.empty();
}

}  // namespace

Summary::Summary(std::vector<SeriesKey> series, std::vector<std::string> events, std::vector<PlannedQuestion> questions)
    : Summary(series, {all_rows(series.size())}, std::move(events), std::move(questions)) {}

Summary::Summary(const std::vector<SeriesKey>& series, const SummarisedRows& rows, std::vector<std::string> events,
                 std::vector<PlannedQuestion> questions)
    : rows_(rows.held),
      block_rows_(static_cast<int>(series.size())),
      events_(std::move(events)),
      questions_(std::move(questions)),
      waiting_of_(rows_.size()),
      happened_(events_.size()),
      tallies_(questions_.size()) {
  for (const int row : rows_) {
    const SeriesKey& key = series_.emplace_back(series[static_cast<std::size_t>(row)]);
    summaries_.emplace_back(key.scale, key.offset);
  }
  check(series, rows_);
  check(series, rows.checked);
  plan_tallies();
}

/// A path fails where one of these rows is no number.
void Summary::check(const std::vector<SeriesKey>& series, const std::vector<int>& rows) {
  for (const int row : rows) {
    const SeriesKey& key = series[static_cast<std::size_t>(row)];
    if (!key.may_be_undefined) checked_.push_back({row, 1.0 / SeriesSummary::limit(key.scale)});
  }
}

void Summary::plan_tallies() {
  for (std::size_t q = 0; q < questions_.size(); ++q) {
    const PlannedQuestion& planned = questions_[q];
    const std::size_t index = index_of(planned.series);
    require(index < series_.size(), "a question asks for no series");
    for (const int event : planned.given_events) {
      require(event >= 0 && event < static_cast<int>(events_.size()), "a question is given no known event");
    }
    require(planned.given_events.size() == planned.question.given.size(), "a question's condition was not looked up");
    if (asks_for_distribution_of_some(planned)) {
      const SeriesKey& key = series_[index];
      tallies_[q].given.emplace(key.scale, key.offset);
    }
  }
}

std::size_t Summary::index_of(int row) const {
  const auto found = std::ranges::lower_bound(rows_, row);
  return found == rows_.end() || *found != row ? series_.size() : static_cast<std::size_t>(found - rows_.begin());
}

void Summary::consume(const SeriesBlock& block) {
  require(block.values.rows() == block_rows_, "a block has other series than its summary");
  require(block.happened.rows() == static_cast<int>(events_.size()), "a block has other events than its summary");
  const LaneSelection sound = sound_lanes(block);
  Lanes buffer;
  if (waiting_.empty()) waiting_.resize(series_.size() * wait_stride);
  for (std::size_t s = 0; s < summaries_.size(); ++s) {
    const Lanes& row = block.values[rows_[s]];
    const std::span<const double> values =
        is_defined(s, row) ? sound.of(row, buffer) : defined(s, row, sound).of(row, buffer);
    summaries_[s].observe(values, waiting_.data() + s * wait_stride + waiting_of_[s]);
    waiting_of_[s] += values.size();
  }
  waiting_lanes_ += static_cast<std::size_t>(sound.size());
  if (waiting_lanes_ > longest_wait - block_lanes) count_waiting();
  for (std::size_t e = 0; e < happened_.size(); ++e) {
    const Lanes& row = block.happened[static_cast<int>(e)];
    for (const int lane : sound.lanes()) happened_[e] += row[lane] != 0.0;
  }
  for (std::size_t q = 0; q < questions_.size(); ++q) tally(questions_[q], block, sound, tallies_[q]);
}

void Summary::finish() {
  count_waiting();
}

/// Counts what waits, a series at a time, while its counts are in the cache.
void Summary::count_waiting() {
  if (waiting_lanes_ == 0) return;
  for (std::size_t s = 0; s < summaries_.size(); ++s) {
    summaries_[s].count({waiting_.data() + s * wait_stride, std::exchange(waiting_of_[s], 0)});
  }
  waiting_lanes_ = 0;
}

/// Whether the lanes of a block are sound at one look, as nearly all are: while magnitudes over limits add up to less
/// than one, each of them does. A sum of NaN or an infinity is not less than one.
bool Summary::all_lanes_sound(const LaneTable& values) const {
  constexpr int lanes_at_once = 16;  // whose sums stay in registers
  using Part = Eigen::Array<double, lanes_at_once, 1>;
  for (int first = 0; first < block_lanes; first += lanes_at_once) {
    Part sum = Part::Zero();
    for (const Checked& checked : checked_) {
      sum += Eigen::Map<const Part>(values[checked.row].data() + first).abs() * checked.inverse_limit;
    }
    if (!(sum < 1.0).all()) return false;
  }
  return true;
}

LaneSelection Summary::sound_lanes(const SeriesBlock& block) {
  // One comparison finds NaN, infinities and what the sums cannot hold. All lanes of a row together, so that it
  // vectorises.
  alignas(64) std::array<std::int64_t, block_lanes> failed{};
  if (!all_lanes_sound(block.values)) {
    for (const Checked& checked : checked_) {
      const double* const row = block.values[checked.row].data();
      const double limit = 1.0 / checked.inverse_limit;
      for (std::size_t lane = 0; lane < block_lanes; ++lane) failed[lane] |= !(std::abs(row[lane]) < limit);
    }
  }
  LaneSelection sound;
  for (int lane = 0; lane < block.lanes; ++lane) {
    if (failed[static_cast<std::size_t>(lane)]) {
      failed_.add(block.first_path + static_cast<std::uint64_t>(lane));
    } else {
      sound.add(lane);
    }
  }
  paths_ += block.lanes;
  return sound;
}

/// Whether a series is a number on every lane; those that always are were asked by sound_lanes().
bool Summary::is_defined(std::size_t s, const Lanes& row) const {
  if (!series_[s].may_be_undefined) return true;
  const double limit = SeriesSummary::limit(series_[s].scale);
  std::int64_t undefined = 0;
  for (int lane = 0; lane < block_lanes; ++lane) undefined |= !(std::abs(row[lane]) < limit);
  return undefined == 0;
}

/// Of some lanes those on which a series is a number.
LaneSelection Summary::defined(std::size_t s, const Lanes& row, const LaneSelection& among) const {
  const double limit = SeriesSummary::limit(series_[s].scale);
  LaneSelection defined;
  for (const int lane : among.lanes()) {
    if (std::abs(row[lane]) < limit) defined.add(lane);
  }
  return defined;
}

void Summary::tally(const PlannedQuestion& planned, const SeriesBlock& block, const LaneSelection& sound,
                    Tally& tally) const {
  const Question& question = planned.question;
  const Lanes& row = block.values[planned.series];
  const std::size_t series = index_of(planned.series);
  LaneSelection asked = is_defined(series, row) ? sound : defined(series, row, sound);
  for (std::size_t g = 0; g < question.given.size(); ++g) {
    const Lanes& happened = block.happened[planned.given_events[g]];
    LaneSelection meeting;
    for (const int lane : asked.lanes()) {
      if ((happened[lane] != 0.0) == question.given[g].happened) meeting.add(lane);
    }
    asked = meeting;
  }
  tally.asked += asked.size();
  if (question.threshold) {
    const Question::Threshold& threshold = *question.threshold;
    for (const int lane : asked.lanes()) tally.hits += holds(threshold.comparison, row[lane], threshold.value);
  }
  if (tally.given) {
    Lanes buffer;
    tally.given->add(asked.of(row, buffer));
  }
}

void Summary::merge(const Summary& other, Threads threads) {
  require(waiting_lanes_ == 0 && other.waiting_lanes_ == 0, "a summary is merged before it was finished");
  require(same_shape(other), "summaries of different series, events or questions do not merge");
  paths_ += other.paths_;
  failed_.merge(other.failed_);
  parallel_for(static_cast<std::int64_t>(summaries_.size()), threads, [&](int, std::int64_t index) {
    const auto s = static_cast<std::size_t>(index);
    summaries_[s].merge(other.summaries_[s]);
  });
  for (std::size_t e = 0; e < happened_.size(); ++e) happened_[e] += other.happened_[e];
  for (std::size_t q = 0; q < tallies_.size(); ++q) {
    tallies_[q].asked += other.tallies_[q].asked;
    tallies_[q].hits += other.tallies_[q].hits;
    if (tallies_[q].given) tallies_[q].given->merge(*other.tallies_[q].given);
  }
}

std::uint64_t Summary::shape() const {
  ByteWriter text;
  for (const SeriesKey& key : series_) {
    text.text(key.metric);
    text.text(key.unit);
    text.text(to_string(key.period));
    text.number(key.scale);
    text.number(key.offset);
  }
  for (const std::string& event : events_) text.text(event);
  for (const PlannedQuestion& planned : questions_) {
    text.text(planned.question.name);
    text.text(planned.question.text);
  }
  return XXH3_64bits(text.bytes().data(), text.bytes().size());
}

void Summary::write(ByteWriter& bytes) const {
  require(waiting_lanes_ == 0, "a summary is written before it was finished");
  bytes.number(shape());
  bytes.number(paths_);
  failed_.write(bytes);
  for (const SeriesSummary& summary : summaries_) summary.write(bytes);
  for (const std::int64_t count : happened_) bytes.number(count);
  for (const Tally& tally : tallies_) {
    bytes.number(tally.asked);
    bytes.number(tally.hits);
    if (tally.given) tally.given->write(bytes);
  }
}

void Summary::read(ByteReader& bytes) {
  if (bytes.unsigned_number() != shape()) throw FormatError("it holds other metrics, events or questions");
  paths_ = bytes.signed_number();
  failed_ = FailedPaths::read(bytes);
  const std::int64_t sound = paths_ - failed_.count();
  const auto within = [](std::int64_t count, std::int64_t most) {
    if (count < 0 || count > most) throw FormatError("its counts do not add up");
    return count;
  };
  within(sound, paths_);
  for (std::size_t s = 0; s < summaries_.size(); ++s) {
    summaries_[s].read(bytes);
    const std::int64_t count = summaries_[s].count();
    if (series_[s].may_be_undefined ? count > sound : count != sound) throw FormatError("its counts do not add up");
  }
  for (std::int64_t& count : happened_) count = within(bytes.signed_number(), sound);
  for (Tally& tally : tallies_) {
    tally.asked = within(bytes.signed_number(), sound);
    tally.hits = within(bytes.signed_number(), tally.asked);
    if (tally.given) tally.given->read(bytes);
    if (tally.given && tally.given->count() != tally.asked) throw FormatError("its counts do not add up");
  }
}

bool Summary::same_shape(const Summary& other) const {
  return std::equal(series_.begin(), series_.end(), other.series_.begin(), other.series_.end(), same_series) &&
         events_ == other.events_ &&
         std::equal(questions_.begin(), questions_.end(), other.questions_.begin(), other.questions_.end(),
                    same_question);
}

Forecast Summary::forecast(Threads threads) const {
  require(waiting_lanes_ == 0, "a summary is read before it was finished");
  Forecast forecast;
  forecast.paths = paths_;
  forecast.failed_paths = failed_paths();
  forecast.first_failed_paths = first_failed_paths();
  std::vector<Distribution> distributions(series_.size());
  parallel_for(static_cast<std::int64_t>(series_.size()), threads, [&](int, std::int64_t i) {
    const auto s = static_cast<std::size_t>(i);
    distributions[s] = summaries_[s].distribution(reported_probabilities);
  });
  for (std::size_t s = 0; s < series_.size(); ++s) {
    const SeriesKey& key = series_[s];
    const auto known = std::find_if(forecast.metrics.begin(), forecast.metrics.end(),
                                    [&](const MetricForecast& metric) { return metric.name == key.metric; });
    MetricForecast& metric = known != forecast.metrics.end()
                                 ? *known
                                 : forecast.metrics.emplace_back(MetricForecast{key.metric, key.unit, {}});
    metric.periods[key.period] = std::move(distributions[s]);
  }
  const std::int64_t sound = paths_ - failed_paths();
  for (std::size_t q = 0; q < questions_.size(); ++q) forecast.answers.push_back(answer(questions_[q], tallies_[q]));
  for (std::size_t e = 0; e < events_.size() && sound > 0; ++e) {
    forecast.events.push_back({events_[e], share_of(happened_[e], sound)});
  }
  return forecast;
}

Answer Summary::answer(const PlannedQuestion& planned, const Tally& tally) const {
  const std::size_t series = index_of(planned.series);
  Answer answer;
  answer.name = planned.question.name;
  answer.text = planned.question.text;
  answer.metric = series_[series].metric;
  answer.unit = series_[series].unit;
  answer.period = series_[series].period;
  answer.paths = tally.asked;
  if (tally.asked == 0) return answer;
  if (planned.question.threshold) {
    answer.probability = share_of(tally.hits, tally.asked);
  } else {
    const SeriesSummary& summary = tally.given ? *tally.given : summaries_[series];
    answer.distribution = summary.distribution(reported_probabilities);
  }
  return answer;
}

}  // namespace wafercast
