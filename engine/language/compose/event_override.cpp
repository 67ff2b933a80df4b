#include <engine/language/compose/change_log.hpp>
#include <engine/language/compose/change_section.hpp>
#include <engine/language/compose/override_change.hpp>
#include <engine/language/syntax/fields.hpp>

#include <fmt/format.h>

namespace wafercast::language {

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
  if (change.now() == nullptr) {
    throw ValueError(fmt::format("'scale', 'shift' and 'delay' act on drivers, and '{}' is none", name_of(path)),
                     "write 'now', or 'happens' for a whole event");
  }
  const Node* before = follow(composer.parent, path);
  check_was(change, *before, composer.diagnostics);
  if (path.size() == 2 && before->find("effects") != nullptr && change.now()->find("effects") == nullptr) {
    throw ValueError(fmt::format("'{}' would lose its effects ('now' replaces all of it)", name_of(path)),
                     fmt::format("change a part, such as '{}.probability', or repeat the effects", name_of(path)));
  }
  if (Node* after = follow(composer.tree, path)) *after = *change.now();
  note_change(composer.tree,
              {.what = ScenarioChange::Kind::suppose,
               .on = name_of(path),
               .before = on_one_line(*before),
               .after = on_one_line(*change.now())},
              written.place);
}

}  // namespace wafercast::language
