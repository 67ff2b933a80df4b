#include <engine/language/sections/suppositions.hpp>
#include <engine/language/syntax/fields.hpp>
#include <engine/language/values/value_text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace wafercast::language {
namespace {

using SuppositionKind = Supposition::Kind;

// Beyond these a factor is a slip of the pen: 80 for 80 %, or a way to say 'none'.
constexpr double smallest_factor = 0.01;
constexpr double largest_factor = 10.0;
constexpr double longest_delay_days = 5 * 366.0;

double read_factor(const std::string& text) {
  const double factor = read_number(text);
  if (text.starts_with('+') || factor < 0.0) {
    throw ValueError(fmt::format("{} is no factor (a driver is multiplied by it)", in_quotes(text)),
                     factor > -1.0 ? fmt::format("write 'scale: {:.6g}' for {:.6g} % {}", 1.0 + factor,
                                                 100.0 * std::abs(factor), factor < 0.0 ? "less" : "more")
                                   : "write 'scale: 0.8' for a fifth less");
  }
  if (factor > largest_factor) {
    throw ValueError(fmt::format("a factor of {:.6g} is taken for a slip (at most {:g})", factor, largest_factor),
                     factor <= 1000.0 ? fmt::format("write 'scale: {:.6g}' for {:.6g} %", factor / 100.0, factor)
                                      : "state the level itself with 'now'");
  }
  if (factor < smallest_factor) {
    throw ValueError(fmt::format("a factor of {:.6g} leaves nothing (at least {:g})", factor, smallest_factor),
                     "write 'scale: 0.01', or the level itself with 'now'");
  }
  return factor;
}

double read_delay(const std::string& text) {
  const double days = read_value(text, read_unit("day"));
  if (text.find_first_of("abcdefghijklmnopqrstuvwxyz") == std::string::npos) {
    throw ValueError(fmt::format("{} does not say in what time", in_quotes(text)),
                     fmt::format("write '{} quarters'", text));
  }
  if (std::abs(days) <= longest_delay_days) return days;
  throw ValueError(fmt::format("a delay of {} is more than five years", in_quotes(text)));
}

/// A delay moves a path. Of a number, it can only be meant where the number is a time itself.
void settle_delay(const DriverBelief& driver, Supposition& supposition) {
  const auto is_path = [](const Course& course) { return course.knots.size() > 1; };
  const auto puts_a_path = [&](const Supposition& earlier) { return earlier.instead && is_path(*earlier.instead); };
  if (is_path(driver) || std::ranges::any_of(driver.suppositions, puts_a_path)) return;
  const auto factor = read_unit("day").factor_to(driver.unit);
  if (!factor) {
    throw ValueError(fmt::format("'{}' is the same in every quarter (a delay moves a path)", driver.name),
                     "write 'scale', 'shift' or 'now' with a 'from'");
  }
  supposition.kind = SuppositionKind::shift;
  supposition.amount *= *factor;
}

/// What the amounts of a supposition are read by.
struct SuppositionContext {
  Diagnostics& diagnostics;
  Reading& reading;
  const CourseReader& read_course;
  const DriverBelief& driver;
};

constexpr Field<SuppositionContext, Supposition> supposition_fields[] = {
    {"scale", Presence::optional, "text",
     [](SuppositionContext&, const Node& v, Supposition& s) {
       s.kind = SuppositionKind::scale;
       s.amount = read_factor(text_of(v));
     },
     "a factor"},
    {"shift", Presence::optional, "text",
     [](SuppositionContext& c, const Node& v, Supposition& s) {
       s.kind = SuppositionKind::shift;
       s.amount = read_value(text_of(v), c.driver.unit);
     },
     "an amount in the driver's unit"},
    {"delay", Presence::optional, "text",
     [](SuppositionContext& c, const Node& v, Supposition& s) {
       s.kind = SuppositionKind::delay;
       s.amount = read_delay(text_of(v));
       settle_delay(c.driver, s);
     },
     "a time by which it all comes later"},
    {"instead", Presence::optional, "any",
     [](SuppositionContext& c, const Node& v, Supposition& s) {
       s.kind = SuppositionKind::replace;
       s.instead = c.read_course(c.reading, v);
     },
     "another value or path"},
    {"from", Presence::optional, "text",
     [](SuppositionContext& c, const Node& v, Supposition& s) { s.from = read_time(c.reading, text_of(v)).first; },
     "the time from which it holds"},
    {"until", Presence::optional, "text",
     [](SuppositionContext& c, const Node& v, Supposition& s) { s.until = read_time(c.reading, text_of(v)).first; },
     "the time from which it holds no more"},
};

void read_supposition(Reading& reading, const Node& node, const CourseReader& read_course, DriverBelief& driver) {
  const auto said = std::ranges::count_if(
      node.entries, [](const Entry& entry) { return entry.key != "from" && entry.key != "until"; });
  if (node.is_map() && said != 1) throw ValueError("a supposition says one thing of a driver");
  SuppositionContext context{reading.diagnostics, reading, read_course, driver};
  Supposition supposition{.kind = SuppositionKind::scale, .from = reading.first_day(), .where = node.where()};
  const std::size_t before = reading.diagnostics.found().size();
  read_fields(context, node, "a supposition", supposition_fields, supposition);
  if (reading.diagnostics.found().size() != before) return;
  if (supposition.until && *supposition.until <= supposition.from) {
    throw ValueError(fmt::format("it ends on {}, before it begins on {}", to_string(*supposition.until),
                                 to_string(supposition.from)));
  }
  driver.suppositions.push_back(std::move(supposition));
}

}  // namespace

void read_suppositions(Reading& reading, const Node& list, const CourseReader& read_course, DriverBelief& driver) {
  for (const Node& node : as_list(list).items) {
    guarded(node.where(), reading.diagnostics, [&] { read_supposition(reading, node, read_course, driver); });
  }
}

void add_supposition_words(Vocabulary& words) {
  words.add("supposition", supposition_fields, Vocabulary::Extent::whole);
}

}  // namespace wafercast::language
