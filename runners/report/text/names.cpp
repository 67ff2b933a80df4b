#include <runners/report/text/names.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace wafercast {
namespace {

using Kind = NamedThing::Kind;

const char* title_of(Kind kind) {
  switch (kind) {
    case Kind::driver:
      return "Drivers, with what is believed of them";
    case Kind::event:
      return "Events";
    case Kind::metric:
      return "Metrics";
    case Kind::question:
      break;
  }
  return "Questions";
}

}  // namespace

std::string names_text(const Names& names, int columns, Colours colours) {
  std::string text;
  for (const Kind kind : {Kind::driver, Kind::event, Kind::metric, Kind::question}) {
    TextGrid grid({Align::left, Align::left, Align::left});
    grid.shorten(2, columns);
    bool any = false;
    for (const NamedThing& thing : names.things) {
      if (thing.kind != kind) continue;
      if (!any) grid.line({title_of(kind), Style::strong});
      any = true;
      std::string says = kind == Kind::metric ? thing.unit : thing.says;
      if (kind == Kind::driver && !thing.unit.empty()) says += " " + thing.unit;
      grid.row({{thing.name}, {thing.meaning}, {says, Style::faint}});
    }
    if (any) text += (text.empty() ? "" : "\n") + grid.text(colours);
  }
  if (text.empty()) return "nothing of that name\n";
  return text + fmt::format("\nPeriods: {}\n", fmt::join(names.periods, " "));
}

}  // namespace wafercast
