#include <runners/night_report/site.hpp>

#include <engine/core/digest.hpp>
#include <runners/files/json_text.hpp>
#include <runners/files/one_file.hpp>
#include <runners/nightly/calibration.hpp>
#include <runners/report/html/report_page.hpp>
#include <runners/report/text/figures.hpp>
#include <runners/store/clock.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

namespace wafercast {
namespace {

using Json = nlohmann::ordered_json;

/// A name that is a file's: letters, digits and hyphens of the label, told apart by a digest where that is not all.
std::string page_name(const Subject& subject) {
  std::string name;
  for (const char c : subject.label()) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0;
    if (plain || (!name.empty() && name.back() != '-')) name += plain ? c : '-';
  }
  return fmt::format("{}-{}.html", name.substr(0, 80), digest_of(subject.label()).substr(0, 8));
}

Json figure_json(const StoredFigure& figure) {
  return {{"metric", figure.metric},   {"period", figure.period}, {"unit", figure.unit},
          {"p5", figure.quantiles[1]}, {"p50", figure.median()},  {"p95", figure.quantiles[5]}};
}

/// The figures that a plan watches, or else the first ones.
std::vector<StoredFigure> shown_figures(const UnitOutcome& unit, const NightlyPlan& plan, Store& store) {
  constexpr std::size_t most = 4;
  std::vector<StoredFigure> shown;
  if (!unit.run || !unit.run->error.empty()) return shown;
  const auto figures = store.figures_of(unit.run->id);
  for (const StoredFigure& figure : figures) {
    const bool year = figure.period.find('Q') == std::string::npos;
    const bool watched = std::ranges::any_of(plan.watches, [&](const Watch& watch) {
      return watch.kind == Watch::Kind::moves ? figure.metric == watch.of && year
                                              : figure.metric == "question:" + watch.of;
    });
    if (watched || (plan.watches.empty() && year)) shown.push_back(figure);
    if (shown.size() == most && plan.watches.empty()) break;
  }
  return shown;
}

std::string overview(const NightResult& result, const NightlyPlan& plan, Store& store) {
  Json data = {{"kind", "night"}, {"units", Json::array()}, {"alerts", Json::array()}, {"nights", Json::array()}};
  for (const UnitOutcome& unit : result.units) {
    Json figures = Json::array();
    for (const StoredFigure& figure : shown_figures(unit, plan, store)) figures.push_back(figure_json(figure));
    data["units"].push_back({{"label", unit.subject.label()},
                             {"name", unit.subject.name},
                             {"page", page_name(unit.subject)},
                             {"state", word_of(unit.state)},
                             {"seconds", unit.seconds},
                             {"error", unit.error},
                             {"figures", std::move(figures)}});
  }
  for (const Alert& alert : result.alerts) {
    data["alerts"].push_back({{"label", alert.subject.label()},
                              {"page", page_name(alert.subject)},
                              {"what", alert.what},
                              {"text", alert.text}});
  }
  constexpr int nights_shown = 30;
  for (const Night& night : store.nights(result.plan, nights_shown)) {
    data["nights"].push_back({{"night", night.id},
                              {"started", night.started},
                              {"finished", night.finished},
                              {"made", night.made},
                              {"known", night.known},
                              {"failed", night.failed},
                              {"alerts", store.alerts(night.id).size()}});
  }
  const auto failed = std::ranges::count(result.units, UnitOutcome::State::failed, &UnitOutcome::state);
  PageText text{.title = plan.name,
                .facts = fmt::format("night {}, {} scenarios, {} paths each, seed {}; written {}", result.night,
                                     result.units.size(), with_thousands(plan.paths), plan.seed, to_string(now()))};
  text.headline.push_back(result.alerts.empty()
                              ? "Nothing to tell: no watched figure went beyond its threshold."
                              : fmt::format("{} alerts, {} scenarios failed.", result.alerts.size(), failed));
  return report_page(text, json_text(data), Assets::beside);
}

Json history_json(const std::vector<HistoryPoint>& history) {
  Json points = Json::array();
  std::int64_t run = 0;
  for (const HistoryPoint& point : history) {
    if (point.run == run) continue;  // nights on which nothing changed
    run = point.run;
    points.push_back({{"date", point.started},
                      {"as_of", to_string(point.as_of)},
                      {"p5", point.figure.quantiles[1]},
                      {"p50", point.figure.median()},
                      {"p95", point.figure.quantiles[5]}});
  }
  const StoredFigure& figure = history.back().figure;
  return {{"metric", figure.metric}, {"period", figure.period}, {"unit", figure.unit}, {"points", std::move(points)}};
}

/// A page about one scenario without anything to say yet.
Json subject_data() {
  return {{"kind", "subject"},
          {"histories", Json::array()},
          {"alerts", Json::array()},
          {"record", Json::array()},
          {"figures", Json::array()}};
}

std::string page_of(const UnitOutcome& unit, const NightResult& result, const NightlyPlan& plan, Store& store) {
  Json data = subject_data();
  for (const StoredFigure& figure : shown_figures(unit, plan, store))
    data["histories"].push_back(history_json(store.history(result.plan, unit.subject, figure.metric, figure.period)));
  if (unit.run) {
    for (const StoredFigure& figure : store.figures_of(unit.run->id)) data["figures"].push_back(figure_json(figure));
  }
  for (const Alert& alert : result.alerts) {
    if (alert.subject == unit.subject) data["alerts"].push_back({{"what", alert.what}, {"text", alert.text}});
  }
  for (const ScoredNight& scored : record_of(result.plan, unit, store)) {
    data["record"].push_back({{"metric", scored.metric},
                              {"unit", scored.unit},
                              {"period", scored.period},
                              {"night", scored.night.substr(0, 10)},
                              {"p5", scored.figure.quantiles[1]},
                              {"p50", scored.figure.median()},
                              {"p95", scored.figure.quantiles[5]},
                              {"outcome", scored.outcome},
                              {"pit", scored.pit},
                              {"crps", scored.crps},
                              {"in_90", scored.in_90}});
  }
  PageText text{.title = unit.subject.name, .facts = fmt::format("{}; {}", unit.subject.label(), word_of(unit.state))};
  if (!unit.error.empty()) text.headline.push_back(unit.error);
  if (unit.run) text.facts += fmt::format("; as of {}, drawn {}", to_string(unit.run->as_of), unit.run->made);
  return report_page(text, json_text(data), Assets::beside);
}

}  // namespace

std::vector<std::pair<OutputKind, std::string>> site_files(const NightlyPlan& plan) {
  std::set<std::string> pages = {"index.html"};
  for (const PlannedUnit& unit : plan.units) pages.insert(page_name(subject_of(unit)));
  std::vector<std::pair<OutputKind, std::string>> files;
  for (const std::string& name : pages) files.emplace_back(OutputKind::page, name);
  for (const auto& [name, text] : shared_assets()) files.emplace_back(OutputKind::asset, name);
  return files;
}

std::string history_page(const Subject& subject, const std::vector<HistoryPoint>& points) {
  Json data = subject_data();
  data["histories"].push_back(history_json(points));
  data["alone"] = true;
  return report_page({.title = subject.name, .facts = fmt::format("{}; {} nights", subject.label(), points.size())},
                     json_text(data));
}

void write_site(const std::filesystem::path& folder, const NightResult& result, const NightlyPlan& plan, Store& store) {
  std::filesystem::create_directories(folder);
  for (const auto& [name, text] : shared_assets()) write_whole(folder / name, text, Durable::no);
  for (const UnitOutcome& unit : result.units) {
    write_whole(folder / page_name(unit.subject), page_of(unit, result, plan, store), Durable::no);
  }
  write_whole(folder / "index.html", overview(result, plan, store), Durable::no);  // last: its links lead somewhere
}

}  // namespace wafercast
