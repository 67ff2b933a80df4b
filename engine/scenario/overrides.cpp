#include <wafercast/scenario/change_log.hpp>
#include <wafercast/scenario/change_section.hpp>
#include <wafercast/scenario/fields.hpp>
#include <wafercast/scenario/merge.hpp>
#include <wafercast/scenario/overrides.hpp>
#include <wafercast/scenario/targets.hpp>

#include <fmt/format.h>

#include <array>
#include <map>

namespace wafercast::language {
namespace {

/// The keys of one override.
struct Change {
  const Node* was = nullptr;
  const Node* now = nullptr;
  const Node* path = nullptr;
  const Node* between = nullptr;
  const Node* shared = nullptr;
  const Node* noise = nullptr;
  const Node* scale = nullptr;
  const Node* shift = nullptr;
  const Node* delay = nullptr;
  const Node* happens = nullptr;
  const Node* from = nullptr;
  const Node* until = nullptr;

  int ways() const {
    int ways = 0;
    for (const Node* way : {now, path, scale, shift, delay, happens}) ways += way != nullptr;
    return ways;
  }
};

/// Parts of a driver that say what it does over time, and no others.
constexpr std::array course_keys = {"unit",   "value",   "path",   "estimates", "error",
                                    "beyond", "between", "shared", "noise"};

struct Composer {
  const Node& layer;
  const Node& parent;
  Node& tree;
  Diagnostics& diagnostics;
  std::map<std::string, SourceLocation> changed{};  ///< by name: where this layer has changed it already
};

constexpr Field<const Composer, Change> change_fields[] = {
    {"was", Presence::optional, note<&Change::was>, "what the parent says, checked"},
    {"now", Presence::optional, note<&Change::now>, "what holds instead"},
    {"path", Presence::optional, note<&Change::path>, "values at times that hold instead"},
    {"between", Presence::optional, note<&Change::between>, "what happens between the path's knots"},
    {"shared", Presence::optional, note<&Change::shared>, "how far optimism at one knot carries to the others"},
    {"noise", Presence::optional, note<&Change::noise>, "movement around the path"},
    {"scale", Presence::optional, note<&Change::scale>, "a factor on a driver"},
    {"shift", Presence::optional, note<&Change::shift>, "an amount added to a driver"},
    {"delay", Presence::optional, note<&Change::delay>, "a time by which a driver's path comes later"},
    {"happens", Presence::optional, note<&Change::happens>, "the day on which an event starts, or never"},
    {"from", Presence::optional, note<&Change::from>, "the time from which it holds"},
    {"until", Presence::optional, note<&Change::until>, "the time from which it holds no more"},
};

/// What a driver does over time, as it is after all that has been supposed of it.
Node course_of(const Node& driver) {
  const Node* newest = &driver;
  if (const Node* suppose = driver.find("suppose")) {
    for (const Node& supposition : suppose->items) {
      if (const Node* instead = supposition.find("instead")) newest = instead;
    }
  }
  Node course = empty_of(Node::Kind::map, driver.place);
  for (const char* key : course_keys) {
    if (const Node* part = newest->find(key)) put(course, key, *part);
  }
  return course;
}

void check_was(const Change& change, const Node& before, Diagnostics& diagnostics) {
  if (change.was == nullptr || same_content(*change.was, before)) return;
  diagnostics.error(change.was->where(),
                    fmt::format("stale override (the parent says {})", in_quotes(on_one_line(before))),
                    "look at the parent's reasons, then correct 'was'");
}

std::string when_of(const Change& change) {
  std::string when;
  if (change.from != nullptr) when = "from " + change.from->text;
  if (change.until != nullptr) when += (when.empty() ? "until " : " until ") + change.until->text;
  return when;
}

std::string words_of(const Change& change) {
  if (change.scale != nullptr) return "× " + change.scale->text;
  if (change.shift != nullptr) return (change.shift->text.find_first_of("+-") == 0 ? "" : "+") + change.shift->text;
  if (change.delay != nullptr) return change.delay->text + " later";
  if (change.path != nullptr) return on_one_line(*change.path);
  return on_one_line(*change.now);
}

/// The driver's course with a value, a path or one of its parts exchanged.
Node other_course(const Composer& composer, const Path& path, const Change& change) {
  Node course = course_of(*follow(composer.parent, {path[0], path[1]}));
  if (!is_driver(path)) {
    const Path part(path.begin() + 2, path.end());
    Node* before = follow(course, part);
    if (before == nullptr || part.empty()) {
      throw ValueError(fmt::format("'{}' says nothing of what the driver does over time", name_of(path)),
                       "suppose its value, a path, or a part of them");
    }
    check_was(change, *before, composer.diagnostics);
    *before = *change.now;
    return course;
  }
  if (change.was != nullptr) {
    const Node* before = course.find("value");
    if (before == nullptr) throw ValueError(fmt::format("driver '{}' has no single value (it is a path)", path[1]));
    check_was(change, *before, composer.diagnostics);
  }
  Node instead = empty_of(Node::Kind::map, course.place);
  if (change.now != nullptr) put(instead, "value", *change.now);
  if (change.path != nullptr) put(instead, "path", *change.path);
  if (change.between != nullptr) put(instead, "between", *change.between);
  if (change.shared != nullptr) put(instead, "shared", *change.shared);
  if (change.noise != nullptr) put(instead, "noise", *change.noise);
  if (course.find("path") != nullptr && change.path != nullptr) course.erase("path");  // not knot by knot
  merge_over(course, std::move(instead));
  return course;
}

void suppose_of_driver(const Composer& composer, const Path& path, const Node& written, const Change& change) {
  const Node* own = composer.layer.find("drivers");
  if (own != nullptr && own->find(path[1]) != nullptr) {
    throw ValueError(fmt::format("driver '{}' is defined in the same file (an override acts on a parent's)", path[1]),
                     "write the new belief in its definition");
  }
  if (change.happens != nullptr)
    throw ValueError("a driver does not happen", "write 'now', 'scale', 'shift' or 'delay'");
  if (!is_driver(path) && change.now == nullptr) {
    throw ValueError(fmt::format("a part of a driver is replaced ('{}' is one)", name_of(path)), "write 'now'");
  }
  Node* driver = follow(composer.tree, {path[0], path[1]});
  if (driver == nullptr || !driver->is_map()) return;
  Node supposition = empty_of(Node::Kind::map, written.place);
  const auto take = [&](const char* key, const Node* value) {
    if (value != nullptr) put(supposition, key, *value);
  };
  take("scale", change.scale);
  take("shift", change.shift);
  take("delay", change.delay);
  if (change.now != nullptr || change.path != nullptr)
    put(supposition, "instead", other_course(composer, path, change));
  take("from", change.from);
  take("until", change.until);
  if (driver->find("suppose") == nullptr) put(*driver, "suppose", empty_of(Node::Kind::list, written.place));
  if (Node& list = *driver->find("suppose"); list.is_list()) list.items.push_back(std::move(supposition));
  const Node before = course_of(*follow(composer.parent, {path[0], path[1]}));
  const Node* part = is_driver(path) ? nullptr : follow(before, Path(path.begin() + 2, path.end()));
  const bool replaces = change.now != nullptr || change.path != nullptr;
  note_change(composer.tree,
              {.what = ScenarioChange::Kind::suppose,
               .on = name_of(path),
               .when = when_of(change),
               .before = !replaces         ? ""
                         : part != nullptr ? on_one_line(*part)
                                           : text_of_driver(before),
               .after = words_of(change)},
              written.place);
}

void suppose_of_event(const Composer& composer, const Path& path, const Node& written, const Change& change) {
  const Node& event = *follow(composer.parent, {path[0], path[1]});
  if (const Node* status = event.find("status"); status != nullptr && status->text == "occurred") {
    throw ValueError(
        fmt::format("'{}' has occurred (what happened before the forecast cannot be supposed away)", path[1]),
        "write it under 'believe' to see the past in another way");
  }
  for (const Node* timed : {change.from, change.until}) {
    if (timed != nullptr) throw ValueError("an event's time stands in the event itself", "write 'happens: 2026-04-09'");
  }
  if (change.happens != nullptr) {
    if (path.size() != 2) throw ValueError("'happens' stands for a whole event");
    Node* there = follow(composer.tree, path);
    if (there == nullptr) return;
    put(*there, "supposed", scalar_node(text_of(*change.happens), change.happens->place));
    const bool never = change.happens->text == "never";
    note_change(composer.tree,
                {.what = ScenarioChange::Kind::suppose,
                 .on = name_of(path),
                 .after = never ? "never happens" : "happens on " + change.happens->text},
                written.place);
    return;
  }
  if (change.now == nullptr) {
    throw ValueError(fmt::format("'scale', 'shift' and 'delay' act on drivers, and '{}' is none", name_of(path)),
                     "write 'now', or 'happens' for a whole event");
  }
  const Node* before = follow(composer.parent, path);
  check_was(change, *before, composer.diagnostics);
  if (path.size() == 2 && before->find("effects") != nullptr && change.now->find("effects") == nullptr) {
    throw ValueError(fmt::format("'{}' would lose its effects ('now' replaces all of it)", name_of(path)),
                     fmt::format("change a part, such as '{}.probability', or repeat the effects", name_of(path)));
  }
  if (Node* after = follow(composer.tree, path)) *after = *change.now;
  note_change(composer.tree,
              {.what = ScenarioChange::Kind::suppose,
               .on = name_of(path),
               .before = on_one_line(*before),
               .after = on_one_line(*change.now)},
              written.place);
}

void apply_change(const Composer& composer, const std::vector<Path>& paths, const Node& written) {
  if (written.is_scalar()) {
    throw ValueError(fmt::format("{} does not say what is done with it", in_quotes(written.text)),
                     fmt::format("write {{now: {0}}} or {{scale: {0}}}", written.text.empty() ? "0.8" : written.text));
  }
  Change change;
  read_fields(composer, written, "an override", change_fields, change);
  if (change.ways() != 1 && written.is_map()) {
    throw ValueError("an override has one of 'now', 'path', 'scale', 'shift', 'delay' and 'happens'");
  }
  if (change.ways() != 1) return;
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

/// Two entries of a file that fit the same thing would act in an order that nobody sees.
void check_once(Composer& composer, const std::vector<Path>& paths, const Entry& entry) {
  for (const Path& path : paths) {
    const auto [before, is_new] = composer.changed.emplace(name_of(path), entry.place.location());
    if (is_new) continue;
    throw ValueError(fmt::format("'{}' is changed in line {} already", name_of(path), before->second.line),
                     "write both as a list of changes of that name, in the order in which they act");
  }
}

}  // namespace

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

}  // namespace wafercast::language
