#include <runners/nightly/moves.hpp>

#include <runners/jobs/runs/prepare.hpp>
#include <runners/jobs/studies/why.hpp>
#include <runners/report/text/figures.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace wafercast {
namespace {

constexpr double sure = 4.0;  ///< standard errors: one false alarm in 16,000 figures, where draws differ at all

const StoredFigure* find_figure(const std::vector<StoredFigure>& figures, const std::string& metric,
                                const std::string& period) {
  const auto found = std::ranges::find_if(figures, [&](const StoredFigure& figure) {
    return figure.metric == metric && (period.empty() || figure.period == period);
  });
  return found == figures.end() ? nullptr : &*found;
}

/// Draws that both runs have: then nothing moves by chance.
bool same_draws(const StoredRun& a, const StoredRun& b) {
  return a.key.seed == b.key.seed && a.key.paths == b.key.paths;
}

/// A scenario's run held against that of the night before.
struct TwoNights {
  const PlannedUnit& unit;
  const StoredRun& before;
  const StoredRun& after;
  std::vector<StoredFigure> old_figures;
  std::vector<StoredFigure> new_figures;
};

/// Splits a change of a median: the news between two days as they are told today, then what the text of the scenario or
/// the program did to the earlier day's figure, and chance.
std::vector<Move::Part> parts_of(const Move& move, const NightRequest& request, const TwoNights& nights) {
  const auto& [unit, before, after, old_figures, new_figures] = nights;
  std::vector<Move::Part> parts;
  double explained = 0.0;
  const auto add = [&](const std::string& what, double change) {
    parts.push_back({what, change});
    explained += change;
  };
  if (before.as_of < after.as_of && move.watch.kind == Watch::Kind::moves) {
    WhyRequest asked{.scenario = request.how, .from = before.as_of, .to = after.as_of};
    asked.scenario.file = unit.file;
    asked.scenario.read.settings = unit.settings;
    asked.scenario.seed = after.key.seed;
    asked.metrics = {move.watch.of};
    asked.period = move.period;
    asked.paths = 16'384;
    try {
      const WhyResult told = why(asked);  // a loop over a part of a part of a temporary would outlive it
      for (const WaterfallStep& step : told.waterfalls.front().steps) add(step.news, step.change.value);
    } catch (const std::exception&) {
      // The scenario cannot be seen from the earlier day any more: what is left says so. That it moved is told anyway.
    } catch (const Stopped&) {
      // Nor where the night is stopped while it is split.
    }
  }
  const double left = move.after - move.before - explained;
  const bool text = before.key.scenario_hash != after.key.scenario_hash && before.as_of == after.as_of;
  const bool program = before.key.program != after.key.program;
  const bool data = before.key.data_hash != after.key.data_hash && before.as_of == after.as_of;
  std::string what;
  for (const auto& [is, name] : {std::pair{data, "data of the same day"},
                                 {text, "scenario text"},
                                 {program, "program"},
                                 {!same_draws(before, after), "other draws"}}) {
    if (is) what += (what.empty() ? "" : ", ") + std::string(name);
  }
  add(what.empty() ? "the rest (scenario text, and draws of the split)" : what, left);
  return parts;
}

bool is_breached(const Move& move, bool same_data) {
  if (move.watch.without_news && !same_data) return false;
  if (move.watch.kind == Watch::Kind::crosses) {
    const double level = move.watch.threshold;
    const bool apart =
        std::abs(move.before - level) > sure * move.error && std::abs(move.after - level) > sure * move.error;
    return apart && (move.before > level) != (move.after > level);
  }
  const double change = std::abs(move.after - move.before);
  const double scale = move.unit == "fraction" ? 1.0 : std::abs(move.before);
  return change > move.watch.threshold * scale && change > sure * move.error;
}

std::string figure_text(const Move& move, double value) {
  if (move.watch.kind == Watch::Kind::crosses) return percent(value);
  const FigureFormat format = FigureFormat::for_unit(move.unit, std::abs(move.before));
  return fmt::format("{} {}", format.figure(value), format.unit);
}

/// How a watched figure moved; nothing where it did not, or is not there.
std::optional<Move> move_of(const Watch& watch, const std::string& period, const Subject& subject,
                            const TwoNights& nights) {
  const bool crosses = watch.kind == Watch::Kind::crosses;
  const std::string metric = crosses ? "question:" + watch.of : watch.of;
  const StoredFigure* was = find_figure(nights.old_figures, metric, period);
  const StoredFigure* is = find_figure(nights.new_figures, metric, period);
  if (was == nullptr || is == nullptr || was->median() == is->median()) return std::nullopt;
  const bool shared = same_draws(nights.before, nights.after);
  Move move{.subject = subject,
            .watch = watch,
            .period = is->period,
            .unit = is->unit,
            .before = was->median(),
            .after = is->median(),
            .error = shared ? 0.0 : std::hypot(was->median_error, is->median_error),
            .parts = {}};
  move.breached = is_breached(move, nights.before.key.data_hash == nights.after.key.data_hash);
  return move;
}

}  // namespace

std::vector<Move> moves_of(const NightRequest& request, const std::vector<PlannedUnit>& units,
                           const std::vector<UnitOutcome>& outcomes, Store& store, std::int64_t night) {
  constexpr int most_split = 12;  // each takes seconds; the others are told without their parts
  int split = 0;
  std::vector<Move> moves;
  for (std::size_t i = 0; i < units.size() && !request.plan.watches.empty(); ++i) {
    const UnitOutcome& outcome = outcomes[i];
    if (!outcome.run || !outcome.run->error.empty()) continue;
    const auto before = store.run_before(night, outcome.subject);
    if (!before || before->id == outcome.run->id) continue;
    const TwoNights nights{units[i], *before, *outcome.run, store.figures_of(before->id),
                           store.figures_of(outcome.run->id)};
    for (std::size_t w = 0; w < request.plan.watches.size(); ++w) {
      auto move = move_of(request.plan.watches[w], outcome.watched.at(w), outcome.subject, nights);
      if (!move) continue;
      if (move->breached && split++ < most_split) move->parts = parts_of(*move, request, nights);
      moves.push_back(*std::move(move));
    }
  }
  return moves;
}

std::vector<Alert> alerts_of(const std::vector<UnitOutcome>& outcomes, const std::vector<Move>& moves) {
  std::vector<Alert> alerts;
  for (const UnitOutcome& outcome : outcomes) {
    if (outcome.state != UnitOutcome::State::failed) continue;
    alerts.push_back({outcome.subject, "failed", outcome.error.substr(0, outcome.error.find('\n'))});
  }
  for (const Move& move : moves) {
    if (!move.breached) continue;
    const bool crosses = move.watch.kind == Watch::Kind::crosses;
    std::string text = fmt::format("{}{}: {} → {}", move.watch.of, crosses ? "" : "[" + move.period + "]",
                                   figure_text(move, move.before), figure_text(move, move.after));
    std::vector<Move::Part> parts = move.parts;
    std::ranges::stable_sort(parts, std::ranges::greater(),
                             [](const Move::Part& part) { return std::abs(part.change); });
    parts.resize(std::min<std::size_t>(parts.size(), 3));
    for (const Move::Part& part : parts) {
      if (part.change == 0.0) continue;
      text += fmt::format("; {} {}{}", part.what, part.change > 0.0 ? "+" : "", figure_text(move, part.change));
    }
    alerts.push_back({move.subject, crosses ? "crossed" : "moved", text});
  }
  return alerts;
}

}  // namespace wafercast
