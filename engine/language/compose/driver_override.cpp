#include <engine/language/compose/change_log.hpp>
#include <engine/language/compose/change_section.hpp>
#include <engine/language/compose/merge.hpp>
#include <engine/language/compose/override_change.hpp>
#include <engine/language/syntax/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace wafercast::language {
namespace {

/// Parts of a driver that say what it does over time, and no others.
constexpr std::array course_keys = {"unit",   "value",   "path",   "estimates", "error",
                                    "beyond", "between", "shared", "noise",     "times"};

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

Unit unit_in(const Node& course) {
  const Node* unit = course.find("unit");
  return (unit != nullptr ? Unit::parse(unit->text) : std::nullopt).value_or(Unit());
}

std::string when_of(const Node& change) {
  std::string when;
  for (const std::string word : {"from", "until"}) {
    const Node* time = change.find(word);
    if (time != nullptr) when += (when.empty() ? "" : " ") + word + " " + time->text;
  }
  return when;
}

/// A part of a path has no place among what was supposed of the whole: whether the part is meant before or after a
/// factor, nobody could see.
void check_part_comes_first(const Node& driver, const Path& path) {
  const Node* suppose = driver.find("suppose");
  if (suppose == nullptr) return;
  for (const Node& earlier : suppose->items) {
    if (earlier.find("instead") != nullptr) continue;
    throw ValueError(
        fmt::format("a part of '{}' is exchanged after the whole was changed ({})", path[1], on_one_line(earlier)),
        "change the part first, or suppose the whole path");
  }
}

/// The driver's course with a part of it exchanged.
Node with_other_part(const Composer& composer, Node course, const Path& path, const Node& change) {
  const Path part(path.begin() + 2, path.end());
  Node* before = follow(course, part);
  if (before == nullptr) {
    throw ValueError(fmt::format("'{}' says nothing of what the driver does over time", name_of(path)),
                     "suppose its value, a path, or a part of them");
  }
  check_was(change, *before, composer.diagnostics, unit_in(course));
  *before = *change.find("now");
  return course;
}

/// The driver's course with a value, a path or one of its parts exchanged.
Node other_course(const Composer& composer, const Path& path, const Node& change) {
  Node course = course_of(*follow(composer.tree, {path[0], path[1]}));
  if (!is_driver(path)) return with_other_part(composer, std::move(course), path, change);
  if (change.find("was") != nullptr) {
    const Node* before = course.find("value");
    if (before == nullptr) throw ValueError(fmt::format("driver '{}' has no single value (it is a path)", path[1]));
    check_was(change, *before, composer.diagnostics, unit_in(course));
  }
  Node instead = empty_of(Node::Kind::map, course.place);
  if (const Node* now = change.find("now")) put(instead, "value", *now);
  for (const char* key : {"path", "between", "shared", "noise"}) {
    if (const Node* part = change.find(key)) put(instead, key, *part);
  }
  course.erase("times");  // a factor on what was believed is none on what is supposed
  if (instead.find("path") != nullptr) course.erase("path");  // not knot by knot
  merge_over(course, std::move(instead));
  return course;
}

/// What an override of a driver may say, whatever its way is.
void check_fits_driver(const Composer& composer, const Path& path, const Node& change) {
  const Node* own = composer.layer.find("drivers");
  if (own != nullptr && own->find(path[1]) != nullptr) {
    throw ValueError(fmt::format("driver '{}' is defined in the same file (an override acts on a parent's)", path[1]),
                     "write the new belief in its definition");
  }
  if (change.find("happens") != nullptr)
    throw ValueError("a driver does not happen", "write 'now', 'scale', 'shift' or 'delay'");
  if (!is_driver(path) && change.find("now") == nullptr) {
    throw ValueError(fmt::format("a part of a driver is replaced ('{}' is one)", name_of(path)), "write 'now'");
  }
}

/// An entry of `suppose`, which a driver's reader reads.
Node supposition_of(const Composer& composer, const Path& path, const Node& change, const Way& way) {
  Node supposition = empty_of(Node::Kind::map, change.place);
  if (way.row.acts_on == ActsOn::all) {
    put(supposition, "instead", other_course(composer, path, change));
  } else {
    put(supposition, way.row.word, way.written);
  }
  for (const char* time : {"from", "until"}) {
    if (const Node* written = change.find(time)) put(supposition, time, *written);
  }
  return supposition;
}

}  // namespace

void suppose_of_driver(const Composer& composer, const Path& path, const Node& change) {
  check_fits_driver(composer, path, change);
  Node* driver = follow(composer.tree, {path[0], path[1]});
  if (driver == nullptr || !driver->is_map()) return;
  const Node before = course_of(*driver);
  if (!is_driver(path)) check_part_comes_first(*driver, path);
  const Way way = *way_in(change);
  Node supposition = supposition_of(composer, path, change, way);
  if (driver->find("suppose") == nullptr) put(*driver, "suppose", empty_of(Node::Kind::list, change.place));
  if (Node& list = *driver->find("suppose"); list.is_list()) list.items.push_back(std::move(supposition));
  ScenarioChange told{.kind = ScenarioChange::Kind::suppose, .target = name_of(path), .when = when_of(change)};
  if (way.row.acts_on == ActsOn::all) {
    const Node* part = is_driver(path) ? nullptr : follow(before, Path(path.begin() + 2, path.end()));
    told.before = part != nullptr ? on_one_line(*part) : text_of_driver(before);
  }
  told.after = way.row.told(on_one_line(way.written));
  note_change(composer.tree, std::move(told), change.place);
}

}  // namespace wafercast::language
