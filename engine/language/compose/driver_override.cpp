#include <engine/language/compose/change_log.hpp>
#include <engine/language/compose/change_section.hpp>
#include <engine/language/compose/merge.hpp>
#include <engine/language/compose/override_change.hpp>
#include <engine/language/syntax/text.hpp>

#include <fmt/format.h>

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
  Node course = course_of(*follow(composer.tree, {path[0], path[1]}));
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
  course.erase("times");                             // a factor on what was believed is none on what is supposed
  if (change.path != nullptr) course.erase("path");  // not knot by knot
  merge_over(course, std::move(instead));
  return course;
}

}  // namespace

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
  const Node before = course_of(*driver);
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

}  // namespace wafercast::language
