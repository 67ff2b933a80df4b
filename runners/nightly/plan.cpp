#include <runners/nightly/plan.hpp>

#include <engine/core/printable.hpp>
#include <engine/language/syntax/fields.hpp>
#include <engine/language/syntax/file_bytes.hpp>
#include <engine/language/values/value_text.hpp>
#include <engine/language/values/whole_number.hpp>
#include <runners/jobs/studies/sweep_axis.hpp>
#include <runners/store/database.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace wafercast {
namespace {

namespace fs = std::filesystem;
using namespace language;

struct Context {
  Diagnostics& diagnostics;
  fs::path folder;
};

using PlanField = Field<Context, NightlyPlan>;

/// One scenario, or all files that fit a pattern within a folder.
std::vector<std::pair<fs::path, std::string>> files_like(const Context& context, const std::string& text) {
  const fs::path named = text;
  if (text.find('*') == std::string::npos) {
    std::error_code none;
    if (!fs::is_regular_file(context.folder / named, none))
      throw ValueError(fmt::format("there is no file {}", in_quotes(text)));
    return {{context.folder / named, printable_line(text)}};
  }
  const fs::path within = context.folder / named.parent_path();
  std::set<std::string> found;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(within, ignored)) {
    const std::string name = entry.path().filename().string();
    if (entry.is_regular_file(ignored) && fits(named.filename().string(), name)) {
      found.insert((named.parent_path() / name).generic_string());
    }
  }
  if (found.empty()) throw ValueError(fmt::format("no file fits {}", in_quotes(text)));
  std::vector<std::pair<fs::path, std::string>> files;
  for (const std::string& name : found) files.emplace_back(context.folder / name, printable_line(name));
  return files;
}

constexpr std::size_t most_units = 100'000;

struct Asked {
  const Node* scenario = nullptr;
  const Node* set = nullptr;
};

constexpr Field<Context, Asked> asked_fields[] = {
    {"scenario", Presence::required, "text", note<&Asked::scenario>,
     "a scenario file, or a pattern such as what-if/*.yaml"},
    {"set", Presence::optional, "{text}", note<&Asked::set>,
     "settings with their values, as --set has them; several make a grid"},
};

/// What `set` goes through, refused where it stands in the plan.
std::vector<SweepAxis> axes_in(const Node* set) {
  std::vector<SweepAxis> axes;
  try {
    for (const Entry& entry : set != nullptr ? as_map(*set).entries : std::vector<Entry>{}) {
      axes.push_back(read_axis(entry.key + "=" + text_of(entry.value)));
    }
    require_points(axes, most_units);
  } catch (const InputError& error) {
    throw ValueError(error.diagnostics().front().problem, error.diagnostics().front().suggestion);
  }
  return axes;
}

void read_scenarios(Context& context, const Node& list, NightlyPlan& plan) {
  std::set<std::string> there;  // the same twice would be drawn twice, and told apart by nothing
  for (const Node& node : as_list(list).items) {
    guarded(node.where(), context.diagnostics, [&] {
      Asked asked;
      if (node.is_map()) {
        read_fields(context, node, "a scenario of a plan", asked_fields, asked);
        if (asked.scenario == nullptr) return;
      }
      const std::vector<SweepAxis> axes = axes_in(asked.set);
      for (const auto& [file, name] :
           files_like(context, text_of(asked.scenario != nullptr ? *asked.scenario : node))) {
        for (const std::vector<Setting>& settings : grid_of(axes)) {
          if (plan.units.size() == most_units) throw ValueError(fmt::format("more than {} scenarios", most_units));
          std::error_code unknown;
          std::string unit = fs::weakly_canonical(file, unknown).string();
          for (const Setting& setting : settings) unit += "\n" + setting.name + "=" + setting.value;
          if (!there.insert(unit).second) throw ValueError(fmt::format("{} is named twice", in_quotes(name)));
          plan.units.push_back({file, name, settings});
        }
      }
    });
  }
}

struct WrittenWatch {
  const Node* median_of = nullptr;
  const Node* question = nullptr;
  const Node* moves_by = nullptr;
  const Node* crosses = nullptr;
  bool without_news = false;
};

constexpr Field<Context, WrittenWatch> watch_fields[] = {
    {"median_of", Presence::optional, "text", note<&WrittenWatch::median_of>, "a metric in a period: revenue[FY+1]"},
    {"moves_by", Presence::optional, "text", note<&WrittenWatch::moves_by>,
     "how much: 3% of an amount, 0.5pt of a share"},
    {"without_news", Presence::optional, "text",
     [](Context&, const Node& v, WrittenWatch& w) { w.without_news = read_flag(text_of(v)); },
     "true: only where the data are those of the night before"},
    {"question", Presence::optional, "text", note<&WrittenWatch::question>, "a question of the scenario, by name"},
    {"crosses", Presence::optional, "text", note<&WrittenWatch::crosses>, "a probability that its answer crosses"},
};

Watch read_watch(Context& context, const Node& node) {
  WrittenWatch written;
  read_fields(context, node, "a watch", watch_fields, written);
  const bool moves = written.median_of != nullptr && written.moves_by != nullptr;
  const bool crosses = written.question != nullptr && written.crosses != nullptr;
  if (moves == crosses) {
    throw ValueError("a watch is of 'median_of' that 'moves_by', or of a 'question' that 'crosses'",
                     "write {median_of: revenue[FY+1], moves_by: 3%}");
  }
  if (crosses) {
    const double level = read_probability(text_of(*written.crosses));
    if (level <= 0.0 || level >= 1.0) {
      throw ValueError(fmt::format("no probability crosses {}", in_quotes(written.crosses->text)),
                       "write a level between 0% and 100%");
    }
    return {Watch::Kind::crosses,
            text_of(*written.question),
            "",
            level,
            written.without_news,
            fmt::format("{} crosses {}", written.question->text, written.crosses->text),
            written.question->where(),
            false};
  }
  const std::string& of = text_of(*written.median_of);
  const auto open = of.find('[');
  if (open == std::string::npos || !of.ends_with(']')) {
    throw ValueError(fmt::format("{} is no metric in a period", in_quotes(of)), "write it like revenue[FY+1]");
  }
  const std::string suffix = read_amount(text_of(*written.moves_by)).suffix;
  const double by = read_value(text_of(*written.moves_by), Unit());
  if (!(by > 0.0 && by <= 1.0)) {
    throw ValueError(
        fmt::format("{} is no change of a figure (above 0% and 100% at most)", in_quotes(written.moves_by->text)),
        "write 3% of an amount, 0.5pt of a share");
  }
  return {Watch::Kind::moves,
          of.substr(0, open),
          of.substr(open + 1, of.size() - open - 2),
          by,
          written.without_news,
          fmt::format("{} moves by {}{}", of, written.moves_by->text, written.without_news ? " without news" : ""),
          written.median_of->where(),
          suffix == "pt" || suffix == "bp"};
}

constexpr PlanField plan_fields[] = {
    {"wafercast", Presence::required, "text",
     [](Context&, const Node& v, NightlyPlan&) {
       if (text_of(v) != "nightly/1")
         throw ValueError(fmt::format("{} is no plan", in_quotes(v.text)), "write nightly/1");
     },
     "the kind of file: nightly/1"},
    {"name", Presence::required, "text",
     [](Context&, const Node& v, NightlyPlan& p) { p.name = printable_line(text_of(v)); }, "what people call it"},
    {"store", Presence::required, "text",
     [](Context& c, const Node& v, NightlyPlan& p) {
       const std::string& place = text_of(v);
       const bool is_server = Database::is_server(place);
       // A slip in a server's name is no folder to be made, and its password not for messages.
       if (!is_server && place.find("://") != std::string::npos)
         throw ValueError("a store is a file or a PostgreSQL server", "write postgresql://user@host/name");
       p.store = is_server ? place : (c.folder / place).lexically_normal().string();
     },
     "what keeps the history: a file, or postgresql://user@host/name"},
    {"scenarios", Presence::required, "[text|asked]", read_scenarios,
     "what is forecast: files, patterns, grids of settings"},
    {"paths", Presence::optional, "text",
     [](Context&, const Node& v, NightlyPlan& p) {
       p.paths = static_cast<std::int64_t>(read_whole(text_of(v), {1000, 1'000'000'000}));
     },
     "of each scenario; 100000 when absent"},
    {"seed", Presence::optional, "text",
     [](Context&, const Node& v, NightlyPlan& p) { p.seed = read_whole(text_of(v), any_seed); },
     "of the draws; the same every night, so that nothing moves by chance"},
    {"metrics", Presence::optional, "texts",
     [](Context&, const Node& v, NightlyPlan& p) {
       for (const Node* metric : texts_of(v)) p.metrics.push_back({metric->text, metric->where()});
     },
     "that are kept; those that a scenario shows first when absent"},
    {"watch", Presence::optional, "[watch]",
     [](Context& c, const Node& v, NightlyPlan& p) {
       for (const Node& node : as_list(v).items) {
         guarded(node.where(), c.diagnostics, [&] { p.watches.push_back(read_watch(c, node)); });
       }
     },
     "figures that raise an alert"},
    {"keep", Presence::optional, "text",
     [](Context&, const Node& v, NightlyPlan& p) {
       constexpr double most_days = 100.0 * 366.0;
       if (read_amount(text_of(v)).suffix.empty()) throw ValueError("it does not say of what", "write 'keep: 5 years'");
       const double days = std::ceil(read_value(text_of(v), read_unit("day")));
       if (!(days >= 1.0 && days <= most_days))
         throw ValueError("history is kept for a day at least, 100 years at most");
       p.keep = std::chrono::days(static_cast<int>(days));
     },
     "how long history is kept: 5 years, counted from the night before; for ever when absent"},
    {"stale_after", Presence::optional, "text",
     [](Context&, const Node& v, NightlyPlan& p) {
       const double days = read_value(text_of(v), read_unit("day"));
       if (!(days > 0.0 && days < 1e6)) throw ValueError("a night may be some time old");
       p.stale_after = std::chrono::seconds(std::llround(86'400.0 * days));
     },
     "how old the newest night may be for --health: 8 days; when absent three times the usual time between two, at "
     "least 2 days"},
    {"keep_summaries", Presence::optional, "text",
     [](Context&, const Node& v, NightlyPlan& p) { p.keep_summaries = read_flag(text_of(v)); },
     "true: what was counted is kept with every run"},
    {"site", Presence::optional, "text",
     [](Context& c, const Node& v, NightlyPlan& p) { p.site = c.folder / text_of(v); }, "a folder for the pages"},
    {"prometheus", Presence::optional, "text",
     [](Context& c, const Node& v, NightlyPlan& p) { p.prometheus = c.folder / text_of(v); },
     "a text file of metrics for node_exporter"},
    {"mail", Presence::optional, "text",
     [](Context& c, const Node& v, NightlyPlan& p) { p.mail = c.folder / text_of(v); },
     "a file for the text of the morning's mail"},
    {"alerts", Presence::optional, "text",
     [](Context& c, const Node& v, NightlyPlan& p) { p.alerts = c.folder / text_of(v); },
     "a file for the alerts as JSON, for webhooks"},
    {"send", Presence::optional, "text", [](Context&, const Node& v, NightlyPlan& p) { p.send = text_of(v); },
     "a shell command that is given the mail on its standard input when there are alerts"},
};

}  // namespace

NightlyPlan read_nightly_plan(const fs::path& file) {
  Diagnostics diagnostics;
  NightlyPlan plan;
  plan.file = file;
  guarded({file.generic_string(), 0, 0}, diagnostics, [&] {
    const std::string bytes = read_bytes(file, largest_file);
    if (const auto tree = read_yaml(bytes, file.generic_string(), diagnostics)) {
      Context context{diagnostics, fs::absolute(file).parent_path()};
      read_fields(context, *tree, "a plan", plan_fields, plan);
    }
  });
  diagnostics.throw_if_any();
  return plan;
}

}  // namespace wafercast
