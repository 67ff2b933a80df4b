#include <engine/language/compose/change_section.hpp>
#include <engine/language/compose/override_change.hpp>
#include <engine/language/compose/overrides.hpp>
#include <engine/language/syntax/fields.hpp>
#include <engine/language/values/same_value.hpp>

#include <fmt/format.h>

namespace wafercast::language {
namespace {

using ChangeField = Field<const Composer, Change>;

/// The key of a way to suppose.
template <std::size_t way>
constexpr ChangeField field_of = {ways_to_suppose[way].word, Presence::optional,
                                  [](const Composer&, const Node& v, Change& c) { c.ways[way] = &v; },
                                  ways_to_suppose[way].meaning};
static_assert(ways_to_suppose.size() == 5);

constexpr ChangeField change_fields[] = {
    {"was", Presence::optional, note<&Change::was>, "what the parent says, checked"},
    field_of<0>,
    field_of<1>,
    {"between", Presence::optional, note<&Change::between>, "what happens between the path's knots"},
    {"shared", Presence::optional, note<&Change::shared>, "how far optimism at one knot carries to the others"},
    {"noise", Presence::optional, note<&Change::noise>, "movement around the path"},
    field_of<2>,
    field_of<3>,
    field_of<4>,
    {"happens", Presence::optional, note<&Change::happens>, "the day on which an event starts, or never"},
    {"from", Presence::optional, note<&Change::from>, "the time from which it holds"},
    {"until", Presence::optional, note<&Change::until>, "the time from which it holds no more"},
};

void apply_change(const Composer& composer, const std::vector<Path>& paths, const Node& written) {
  if (written.is_scalar()) {
    throw ValueError(fmt::format("{} does not say what is done with it", in_quotes(written.text)),
                     fmt::format("write {{now: {0}}} or {{scale: {0}}}", written.text.empty() ? "0.8" : written.text));
  }
  Change change;
  read_fields(composer, written, "an override", change_fields, change);
  if (change.count() != 1 && written.is_map()) {
    throw ValueError(fmt::format("an override has one of {} and 'happens'", words_of_ways()),
                     change.count() > 1 ? "write several as a list, in the order in which they act" : "");
  }
  if (change.count() != 1) return;
  for (const Path& path : paths) {
    if (is_within(path, "drivers")) {
      suppose_of_driver(composer, path, written, change);
    } else if (is_within(path, "events")) {
      suppose_of_event(composer, path, written, change);
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

void check_was(const Change& change, const Node& before, Diagnostics& diagnostics, const Unit& unit) {
  if (change.was == nullptr || same_value(*change.was, before, unit)) return;
  diagnostics.error(change.was->where(),
                    fmt::format("stale override (the parent says {})", in_quotes(on_one_line(before))),
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
  words.add("override", change_fields);
}

}  // namespace wafercast::language
