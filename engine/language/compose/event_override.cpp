#include <engine/language/compose/change_log.hpp>
#include <engine/language/compose/change_section.hpp>
#include <engine/language/compose/override_change.hpp>
#include <engine/language/syntax/fields.hpp>

#include <fmt/format.h>

namespace wafercast::language {
namespace {

/// Supposes the day on which an event starts, or that it never does.
void suppose_start(const Composer& composer, const Path& path, const Node& change, const Node& happens) {
  if (path.size() != 2) throw ValueError("'happens' stands for a whole event");
  Node* event = follow(composer.tree, path);
  if (event == nullptr) return;
  put(*event, "supposed", scalar_node(text_of(happens), happens.place));
  note_change(composer.tree,
              {.kind = ScenarioChange::Kind::suppose,
               .target = name_of(path),
               .after = happens.text == "never" ? "never happens" : "happens on " + happens.text},
              change.place);
}

void suppose_other(const Composer& composer, const Path& path, const Node& change, const Node& now) {
  const Node* before = follow(composer.parent, path);
  check_was(change, *before, composer.diagnostics);
  if (path.size() == 2 && before->find("effects") != nullptr && now.find("effects") == nullptr) {
    throw ValueError(fmt::format("'{}' would lose its effects ('now' replaces all of it)", name_of(path)),
                     fmt::format("change a part, such as '{}.probability', or repeat the effects", name_of(path)));
  }
  if (Node* after = follow(composer.tree, path)) *after = now;
  note_change(composer.tree,
              {.kind = ScenarioChange::Kind::suppose,
               .target = name_of(path),
               .before = on_one_line(*before),
               .after = on_one_line(now)},
              change.place);
}

}  // namespace

void suppose_of_event(const Composer& composer, const Path& path, const Node& change) {
  const Node& event = *follow(composer.parent, {path[0], path[1]});
  if (const Node* status = event.find("status"); status != nullptr && status->text == "occurred") {
    throw ValueError(
        fmt::format("'{}' has occurred (what happened before the forecast cannot be supposed away)", path[1]),
        "write it under 'believe' to see the past in another way");
  }
  if (change.find("from") != nullptr || change.find("until") != nullptr)
    throw ValueError("an event's time stands in the event itself", "write 'happens: 2026-04-09'");
  if (const Node* happens = change.find("happens")) return suppose_start(composer, path, change, *happens);
  if (const Node* now = change.find("now")) return suppose_other(composer, path, change, *now);
  throw ValueError(fmt::format("'scale', 'shift' and 'delay' act on drivers, and '{}' is none", name_of(path)),
                   "write 'now', or 'happens' for a whole event");
}

}  // namespace wafercast::language
