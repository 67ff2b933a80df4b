#include <engine/language/compose/change_section.hpp>
#include <engine/language/compose/merge.hpp>
#include <engine/language/sections/past_index.hpp>
#include <engine/language/sections/past_reader.hpp>
#include <engine/language/values/time_text.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace wafercast::language {
namespace {

constexpr int usual_window = 8;

/// An entry of the list: a course as it was believed until a day.
struct EarlierBelief {
  Date until;
  Node course;
};

constexpr auto keep = [](Reading&, const Node&, EarlierBelief&) {};  // read as a driver's own, at the time it was held

constexpr Field<Reading, EarlierBelief> earlier_fields[] = {
    {"until", Presence::required, "text",
     [](Reading&, const Node& v, EarlierBelief& e) { e.until = read_date(text_of(v)); },
     "the day from which something else was believed"},
    {"value", Presence::optional, "belief", keep, "a number that is the same in every quarter"},
    {"path", Presence::optional, "{belief}", keep, "values at times, +0 the quarter that had just been reported"},
    {"estimates", Presence::optional, "[estimates]", keep, "other people's estimates, as published by then"},
    {"error", Presence::optional, "error", keep, "the error that estimates have"},
    {"beyond", Presence::optional, "beyond", keep, "how it went on after the last estimate"},
    {"between", Presence::optional, "text", keep, "what happens between knots: ramp, step or s-curve"},
    {"times", Presence::optional, "text", keep, "a factor on all that was believed of it"},
};

std::vector<EarlierBelief> read_earlier(Reading& reading, const Node& list, const Node& driver) {
  std::vector<EarlierBelief> beliefs;
  for (const Node& written : list.items) {
    guarded(written.where(), reading.diagnostics, [&] {
      EarlierBelief belief{Date(), empty_of(Node::Kind::map, written.place)};
      read_fields(reading, as_map(written), "an earlier belief", earlier_fields, belief);
      for (const char* key : {"unit", "times"}) {
        if (const Node* whole = driver.find(key)) put(belief.course, key, *whole);
      }
      merge_over(belief.course, written);
      belief.course.erase("until");
      beliefs.push_back(std::move(belief));
    });
  }
  std::ranges::stable_sort(beliefs, {}, &EarlierBelief::until);
  return beliefs;
}

/// The day on which a quarter was reported, at first.
Date reported_on(const Reading& reading, FiscalQuarter quarter) {
  const auto found = reading.history.published.find(quarter);
  return found != reading.history.published.end() ? found->second : reading.calendar.days_of(quarter).last;
}

/// A course as it was read on the day on which a quarter had just been reported.
std::optional<Course> read_then(Reading& reading, const Node& course, FiscalQuarter quarter,
                                const CourseReader& read_course) {
  struct Then {
    Reading& reading;
    Date as_of = reading.as_of;
    FiscalQuarter last_reported = reading.last_reported;
    ~Then() {
      reading.as_of = as_of;
      reading.last_reported = last_reported;
    }
  } const restored_at_the_end{reading};
  reading.as_of = reported_on(reading, quarter);
  reading.last_reported = quarter;
  return read_course(reading, course);
}

/// Draws of an earlier belief are its own: labels of knots, by which draws are named, are told apart from today's.
void mark_as_earlier(Course& course, Date until) {
  for (Knot& knot : course.knots) knot.label += fmt::format(" until {}", to_string(until));
}

}  // namespace

std::vector<PastQuarter> read_past(Reading& reading, const Node& past, const Entry& driver,
                                   const CourseReader& read_course) {
  const int window = reading.conditioning ? reading.conditioning->quarters : usual_window;
  if (past.is_map()) return read_past_index(reading, past, driver.key, window);
  if (!past.is_list()) {
    throw ValueError(fmt::format("{} says nothing of the past", in_quotes(on_one_line(past))),
                     "write 'as believed', {as_reported: METRIC}, or a list of earlier beliefs");
  }
  const std::vector<EarlierBelief> beliefs = read_earlier(reading, past, driver.value);
  std::vector<PastQuarter> quarters;
  for (int back = window; back > 0; --back) {
    const FiscalQuarter quarter = reading.last_reported - back;
    const Date day = reported_on(reading, quarter);
    const auto held = std::ranges::find_if(beliefs, [&](const EarlierBelief& b) { return day < b.until; });
    if (held == beliefs.end()) break;  // since then it was believed as it is now
    const std::size_t before = reading.diagnostics.found().size();
    guarded(held->course.where(), reading.diagnostics, [&] {
      auto course = read_then(reading, held->course, quarter, read_course);
      if (!course) return;
      mark_as_earlier(*course, held->until);
      quarters.push_back({.quarter = quarter, .believed = std::move(course)});
    });
    if (reading.diagnostics.found().size() != before) break;  // once is enough
  }
  return quarters;
}

void add_past_words(Vocabulary& words) {
  add_past_index_words(words);
  words.add("earlier belief", earlier_fields, Vocabulary::Extent::whole);
}

}  // namespace wafercast::language
