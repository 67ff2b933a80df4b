#include <engine/language/compose/compose.hpp>
#include <engine/language/news.hpp>
#include <engine/language/sections/sections.hpp>
#include <engine/language/syntax/fields.hpp>
#include <engine/language/values/time_text.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace wafercast {
namespace language {
namespace {

/// What the dated beliefs of one day are about.
struct DatedNews {
  std::vector<std::string> about;
  std::vector<std::string> sources;
};

void add_once(std::vector<std::string>& names, const std::string& name) {
  if (std::ranges::find(names, name) == names.end()) names.push_back(name);
}

/// Gathers the news of a period, one kind after the other.
class NewsGatherer {
 public:
  NewsGatherer(const Composed& composed, const std::filesystem::path& file, const ReadOptions& options, Date from,
               Date to)
      : from_(from), to_(to), sections_(find_sections(composed.tree, diagnostics_)) {
    ReadOptions later = options;
    later.as_of = to;
    header_ = read_header(sections_, file, later, diagnostics_);
    cuts_ = {.reported = from, .guided = from, .beliefs = from, .events = from, .tables = {}};
    for (const auto& [name, source] : header_->tables) {
      if (name != history_table()) cuts_.tables.emplace(name, from);
    }
  }

  std::vector<NewsItem> gather() {
    add("time passes",
        {"fewer days in which estimates can go wrong and events can strike; the record looks back on other quarters"},
        NewsItem::Kind::time);
    add_quarters();
    for (const auto& [name, source] : header_->tables) {
      if (name != history_table()) add_table(name, source);
    }
    add_dated();
    diagnostics_.throw_if_any();
    items_.back().cuts = {};
    return std::move(items_);
  }

 private:
  bool is_news(Date day) const { return day > from_ && day <= to_; }

  void add(std::string title, std::vector<std::string> details, NewsItem::Kind kind = NewsItem::Kind::other) {
    items_.push_back({std::move(title), std::move(details), cuts_, kind});
  }

  const Node* written_history() const {
    return sections_.observe != nullptr ? sections_.observe->find("history") : nullptr;
  }

  std::string history_table() const {
    const Node* history = written_history();
    const Node* table = history != nullptr ? history->find("table") : nullptr;
    return table != nullptr ? table->text : "";
  }

  std::vector<DataTable::Row> new_rows(const TableSource& source) {
    auto table = read_table(source, to_, diagnostics_);
    if (!table) return {};
    std::erase_if(table->rows, [&](const DataTable::Row& row) { return !is_news(row.published); });
    return std::move(table->rows);
  }

  /// Reported figures first, then the outlook that was published with them.
  void add_quarters() {
    const auto source = header_->tables.find(history_table());
    std::size_t quarters = 0;
    if (source != header_->tables.end()) quarters = new_rows(source->second).size();
    cuts_.reported.reset();
    using Kind = NewsItem::Kind;
    if (quarters > 0)
      add(quarters == 1 ? "reported quarter" : fmt::format("{} reported quarters", quarters), {}, Kind::reported);
    cuts_.guided.reset();
    if (quarters > 0) add("outlook for the next quarter", {}, Kind::outlook);
  }

  void add_table(const std::string& name, const TableSource& source) {
    const auto rows = new_rows(source);
    cuts_.tables.erase(name);
    if (rows.empty()) return;
    const auto newest = std::ranges::max(rows, {}, &DataTable::Row::published).published;
    add(fmt::format("data: {}", name), {fmt::format("{} rows, the newest of {}", rows.size(), to_string(newest))});
  }

  void gather_dated(const std::string& about, const Node& node, std::map<Date, DatedNews>& news) {
    for (const Node& item : node.items) gather_dated(about, item, news);
    for (const Entry& entry : node.entries) gather_dated(about, entry.value, news);
    const Node* dated = node.find("dated");
    if (dated == nullptr) return;
    for (const Node& belief : dated->items) {
      const Node* since = belief.find("since");
      if (since == nullptr) continue;  // refused when the scenario is read
      guarded(since->where(), diagnostics_, [&] {
        const Date day = read_date(text_of(*since));
        if (!is_news(day)) return;
        add_once(news[day].about, about);
        if (const Node* sources = belief.find("sources")) {
          for (const Node* source : texts_of(*sources)) add_once(news[day].sources, source->text);
        }
      });
    }
  }

  /// The title of the newest of some sources.
  std::string title_of(const std::vector<std::string>& sources, Date day) const {
    const Node* newest = nullptr;
    for (const std::string& name : sources) {
      const Node* source = sections_.sources != nullptr ? sections_.sources->find(name) : nullptr;
      if (source == nullptr || source->find("published") == nullptr || source->find("title") == nullptr) continue;
      // Days as text are in the order of the days.
      if (newest == nullptr || source->find("published")->text > newest->find("published")->text) newest = source;
    }
    return newest != nullptr ? newest->find("title")->text : fmt::format("beliefs of {}", to_string(day));
  }

  void add_dated() {
    std::map<Date, DatedNews> news;
    for (const Node* section : {sections_.drivers, sections_.events}) {
      if (section == nullptr) continue;
      for (const Entry& entry : section->entries) gather_dated(entry.key, entry.value, news);
    }
    for (const auto& [day, of_day] : news) {
      cuts_.beliefs = cuts_.events = day;
      add(title_of(of_day.sources, day), of_day.about);
    }
  }

  Date from_, to_;
  Diagnostics diagnostics_;
  Sections sections_;
  std::optional<Header> header_;
  Cuts cuts_;
  std::vector<NewsItem> items_;
};

}  // namespace
}  // namespace language

std::vector<NewsItem> news_between(const std::filesystem::path& file, const ReadOptions& options, Date from, Date to) {
  Diagnostics diagnostics;
  const auto layers = language::load_layers(file, options, diagnostics);
  diagnostics.throw_if_any();
  const language::Composed composed = language::compose(layers, std::nullopt, diagnostics);
  return language::NewsGatherer(composed, file, options, from, to).gather();
}

}  // namespace wafercast
