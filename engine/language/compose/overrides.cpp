#include <engine/language/compose/change_section.hpp>
#include <engine/language/compose/override_change.hpp>
#include <engine/language/compose/overrides.hpp>
#include <engine/language/syntax/fields.hpp>
#include <engine/language/values/same_value.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace wafercast::language {
namespace {

/// The keys of an override: a row a way, and what goes with them.
std::vector<KeyRule> change_rules() {
  constexpr Presence optional = Presence::optional;
  std::vector<KeyRule> rules = {{"was", optional, "any", "what the parent says, checked"}};
  for (const WayToSuppose& way : ways_to_suppose) rules.push_back({way.word, optional, way.holds, way.meaning});
  for (const KeyRule& rule : {KeyRule{"between", optional, "text", "what happens between the path's knots"},
                              KeyRule{"shared", optional, "text", "how far optimism at one knot carries to the others"},
                              KeyRule{"noise", optional, "noise", "movement around the path"},
                              KeyRule{"happens", optional, "text", "the day on which an event starts, or never"},
                              KeyRule{"from", optional, "text", "the time from which it holds"},
                              KeyRule{"until", optional, "text", "the time from which it holds no more"}}) {
    rules.push_back(rule);
  }
  return rules;
}

/// How many things an override says; one is right.
std::ptrdiff_t count_said(const Node& change) {
  const auto is_said = [&](const WayToSuppose& way) { return change.find(way.word) != nullptr; };
  return std::ranges::count_if(ways_to_suppose, is_said) + (change.find("happens") != nullptr);
}

void apply_change(const Composer& composer, const std::vector<Path>& paths, const Node& change) {
  if (change.is_scalar()) {
    throw ValueError(fmt::format("{} does not say what is done with it", in_quotes(change.text)),
                     fmt::format("write {{now: {0}}} or {{scale: {0}}}", change.text.empty() ? "0.8" : change.text));
  }
  check_keys(change, "an override", change_rules(), composer.diagnostics);
  const auto said = count_said(change);
  if (said != 1 && change.is_map()) {
    throw ValueError(fmt::format("an override has one of {} and 'happens'", words_of_ways()),
                     said > 1 ? "write several as a list, in the order in which they act" : "");
  }
  if (said != 1) return;
  for (const Path& path : paths) {
    if (is_within(path, "drivers")) {
      suppose_of_driver(composer, path, change);
    } else if (is_within(path, "events")) {
      suppose_of_event(composer, path, change);
    } else {
      throw ValueError(
          fmt::format("an override supposes something of drivers and events ('{}' is neither)", name_of(path)),
          fmt::format("state it anew under '{}'", path.front()));
    }
  }
}

/// Two entries of a file that fit the same thing would act in an order that nobody sees; words on a command line act in
/// theirs.
void check_once(Composer& composer, const std::vector<Path>& paths, const Entry& entry) {
  if (entry.place.line == 0) return;
  for (const Path& path : paths) {
    const auto [before, is_new] = composer.changed.emplace(name_of(path), entry.place.location());
    if (is_new) continue;
    throw ValueError(fmt::format("'{}' is changed in line {} already", name_of(path), before->second.line),
                     "write both as a list of changes of that name, in the order in which they act");
  }
}

}  // namespace

std::optional<Way> way_in(const Node& change) {
  for (const WayToSuppose& way : ways_to_suppose) {
    if (const Node* written = change.find(way.word)) return Way{way, *written};
  }
  return std::nullopt;
}

void check_was(const Node& change, const Node& before, Diagnostics& diagnostics, const Unit& unit) {
  const Node* was = change.find("was");
  if (was == nullptr || same_value(*was, before, unit)) return;
  diagnostics.error(was->where(), fmt::format("stale override (the parent says {})", in_quotes(on_one_line(before))),
                    "look at the parent's reasons, then correct 'was'");
}

void apply_overrides(const Node& layer, const Node& parent, Node& tree, Diagnostics& diagnostics) {
  Composer composer{layer, parent, tree, diagnostics};
  for (const Entry& entry : changes_in(layer, "override", diagnostics)) {
    std::vector<Path> paths;
    guarded(entry.place.location(), diagnostics, [&] {
      paths = find_targets(parent, entry.key);
      check_once(composer, paths, entry);
    });
    if (paths.empty()) continue;
    if (!entry.value.is_list() || entry.value.items.empty()) {
      guarded(entry.place.location(), diagnostics, [&] { apply_change(composer, paths, entry.value); });
    }
    for (const Node& written : entry.value.items) {
      guarded(written.where(), diagnostics, [&] { apply_change(composer, paths, written); });
    }
  }
}

void add_override_words(Vocabulary& words) {
  words.add("override", change_rules());
}

}  // namespace wafercast::language
