#include <engine/language/kept_scenario.hpp>
#include <engine/language/reader.hpp>
#include <engine/language/resolved.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace wafercast {
namespace language {
namespace {

/// Sections that settings change without another look at all the rest.
constexpr std::array<std::string_view, 3> changeable = {"drivers", "events", "changes"};

bool same_entry(const Entry& a, const Entry& b) {
  return a.key == b.key && same_as_written(a.value, b.value);
}

bool stands_still(const Entry& entry) {
  return std::ranges::find(changeable, entry.key) == changeable.end();
}

/// The entries of a map that make a difference, in their order.
template <class Counts>
std::vector<const Entry*> entries_of(const Node& map, Counts counts) {
  std::vector<const Entry*> entries;
  for (const Entry& entry : map.entries) {
    if (counts(entry)) entries.push_back(&entry);
  }
  return entries;
}

template <class Counts>
bool same_entries(const Node& a, const Node& b, Counts counts) {
  return std::ranges::equal(entries_of(a, counts), entries_of(b, counts),
                            [](const Entry* x, const Entry* y) { return same_entry(*x, *y); });
}

/// Whether two drivers are learnt of alike: whatever is supposed of them.
bool same_belief(const Entry& a, const Entry& b) {
  return a.key == b.key && same_entries(a.value, b.value, [](const Entry& part) { return part.key != "suppose"; });
}

/// Whether two trees that differ in what settings may change have the same digest of what is learnt from.
bool same_evidence(const Node& a, const Node& b) {
  const Node none;
  const auto section = [&](const Node& tree, std::string_view key) -> const Node& {
    const Node* written = tree.find(key);
    return written != nullptr ? *written : none;
  };
  return std::ranges::equal(section(a, "drivers").entries, section(b, "drivers").entries, same_belief) &&
         same_as_written(section(a, "events"), section(b, "events"));
}

}  // namespace
}  // namespace language

struct KeptScenario::Kept {
  ReadOptions options;
  language::Files files;
  language::WholeReading reading;
  language::Composed below;  ///< the files laid over each other, without any settings

  /// The scenario with other settings, where they change nothing but what is believed; nothing where they do, or where
  /// there is something to say against them.
  std::optional<Scenario> changed(const ReadOptions& with, Resolved resolved) const;
};

std::optional<Scenario> KeptScenario::Kept::changed(const ReadOptions& with, Resolved resolved) const {
  using namespace language;
  Diagnostics diagnostics;
  const Node tree = with.settings.empty()
                        ? below.tree
                        : with_changes(below.tree, settings_layer(files, with), diagnostics, with.changes);
  if (!same_entries(reading.tree, tree, stands_still)) return std::nullopt;
  Sections sections = find_sections(tree, diagnostics);
  if (with.cuts != Cuts{}) sections.questions = nullptr;
  Reading again{reading.background, diagnostics};
  again.not_yet = below.not_yet;
  Scenario scenario = reading.scenario;
  scenario.notes.clear();
  const Node* drivers = reading.tree.find("drivers");
  const Node none;
  const EarlierDrivers earlier{drivers != nullptr ? *drivers : none, reading.scenario.drivers};
  read_beliefs(again, sections, scenario, &earlier);
  if (diagnostics.any()) return std::nullopt;
  scenario.resolved = resolved == Resolved::written ? resolved_text(again, tree) : "";
  if (!same_evidence(reading.tree, tree))
    scenario.evidence_digest = evidence_digest(again, tree, scenario.events, with.cuts);
  return scenario;
}

KeptScenario::KeptScenario(const std::filesystem::path& file, ReadOptions options) {
  language::Files files = language::open_files(file, options);
  language::WholeReading reading = language::read_whole(files, options);
  ReadOptions without_settings = options;
  without_settings.settings.clear();
  Diagnostics none;
  language::Composed below = language::compose(files, without_settings, none);
  kept_ =
      std::make_unique<const Kept>(Kept{std::move(options), std::move(files), std::move(reading), std::move(below)});
}

KeptScenario::~KeptScenario() = default;
KeptScenario::KeptScenario(KeptScenario&&) noexcept = default;
KeptScenario& KeptScenario::operator=(KeptScenario&&) noexcept = default;

const Scenario& KeptScenario::scenario() const {
  return kept_->reading.scenario;
}

Scenario KeptScenario::with(const std::vector<Setting>& settings, Resolved resolved) const {
  ReadOptions options = kept_->options;
  options.settings.insert(options.settings.end(), settings.begin(), settings.end());
  if (auto changed = kept_->changed(options, resolved)) return *std::move(changed);
  return language::read_whole(kept_->files, options).scenario;
}

}  // namespace wafercast
