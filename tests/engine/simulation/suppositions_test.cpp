#include <tests/engine/simulation/textbook_scenario.hpp>

#include <engine/scenario/ways_to_suppose.hpp>
#include <models/textbook/product_of_lognormals.hpp>

#include <gmock/gmock.h>

#include <algorithm>

namespace wafercast {
namespace {

using Kind = Supposition::Kind;

const FiscalCalendar january(std::chrono::January, std::chrono::Sunday);

Date start_of(int quarter) {
  return january.days_of({2026, quarter}).first;
}

Course course_of(std::vector<std::pair<Date, double>> knots) {
  Course course;
  for (const auto& [day, value] : knots) course.knots.push_back({to_string(day), day, {Constant{value}, "", {}}});
  return course;
}

double on_day(const Course& course, Date day) {
  const Knot* before = nullptr;
  for (const Knot& knot : course.knots) {
    const double value = std::get<Constant>(knot.value.belief).value;
    if (day < knot.day) {
      if (before == nullptr) return value;
      const double from = std::get<Constant>(before->value.belief).value;
      const auto gone = static_cast<double>((day - before->day).count());
      return from + (value - from) * gone / static_cast<double>((knot.day - before->day).count());
    }
    before = &knot;
  }
  return std::get<Constant>(before->value.belief).value;
}

Date seen_through(const std::vector<const Supposition*>& delays, Date day) {
  Date seen = day;
  Date first = day;
  for (const Supposition* delay : delays) {
    seen -= std::min(std::chrono::days(static_cast<int>(delay->amount)), day - delay->from);
    first = std::min(first, delay->from);
  }
  return std::max(seen, first);
}

/// The value on a day after the first `count` suppositions, with courses seen through later delays: the definition.
double defined(const DriverBelief& driver, std::size_t count, Date day, std::vector<const Supposition*> delays) {
  if (count == 0) return on_day(driver, seen_through(delays, day));
  const Supposition& last = driver.suppositions[count - 1];
  if (day < last.from || (last.until && day >= *last.until)) return defined(driver, count - 1, day, delays);
  switch (last.kind) {
    case Kind::scale:
      return last.amount * defined(driver, count - 1, day, delays);
    case Kind::shift:
      return last.amount + defined(driver, count - 1, day, delays);
    case Kind::delay:
      delays.push_back(&last);
      return defined(driver, count - 1, day, delays);
    case Kind::replace:
      break;
  }
  return on_day(*last.instead, seen_through(delays, day));
}

double defined_in(const DriverBelief& driver, int quarter) {
  const DateRange days = january.days_of({2026, quarter});
  double sum = 0.0;
  for (Date day = days.first; day < days.last; day += std::chrono::days(1)) {
    sum += defined(driver, driver.suppositions.size(), day, {});
  }
  return sum / days.days();
}

double computed_in(const DriverBelief& units, int quarter) {
  Scenario scenario = testing::textbook_scenario(4);
  scenario.drivers = {units, testing::driver("price", "USD/unit", Constant{1.0})};
  const textbook::ProductOfLognormals model;
  const Plan plan = compile(scenario, model);
  const PhiloxSampler sampler(1, plan.draws);
  BlockRunner runner(plan, model, sampler);
  runner.run(0, block_lanes);
  return runner.drivers()(0, Timeline::horizon + quarter - 1)[0];
}

/// One supposition of each kind, each from another quarter on, and two of them for a while.
std::vector<Supposition> one_of_each() {
  Supposition scale{.kind = Kind::scale, .amount = 0.8, .from = start_of(3)};
  Supposition shift{.kind = Kind::shift, .amount = 7.0, .from = start_of(2), .until = start_of(4)};
  Supposition delay{.kind = Kind::delay, .amount = 60.0, .from = start_of(2)};
  Supposition early{.kind = Kind::delay, .amount = -30.0, .from = start_of(1), .until = start_of(3)};
  Supposition now{.kind = Kind::replace, .from = start_of(3), .instead = course_of({{start_of(1), 50.0}})};
  Supposition path{
      .kind = Kind::replace, .from = start_of(1), .instead = course_of({{start_of(1), 20.0}, {start_of(4), 80.0}})};
  return {scale, shift, delay, early, now, path};
}

DriverBelief believed() {
  DriverBelief units = testing::driver("units", "unit/quarter", Constant{1.0});
  static_cast<Course&>(units) = course_of({{start_of(1) - std::chrono::days(100), 10.0}, {start_of(4), 374.0}});
  return units;
}

void expect_as_defined(const DriverBelief& units) {
  for (int quarter = 1; quarter <= 4; ++quarter) {
    EXPECT_NEAR(computed_in(units, quarter), defined_in(units, quarter), 1e-9) << "in quarter " << quarter;
  }
}

TEST(Suppositions, ThatMeetActInOrderEachOnItsOwnDays) {
  for (const Supposition& first : one_of_each()) {
    for (const Supposition& second : one_of_each()) {
      DriverBelief units = believed();
      units.suppositions = {first, second};
      SCOPED_TRACE(::testing::Message() << static_cast<int>(first.kind) << " then " << static_cast<int>(second.kind));
      expect_as_defined(units);
    }
  }
}

TEST(Suppositions, ThreeThatMeetActInOrder) {
  const std::vector<Supposition> all = one_of_each();
  for (const Supposition& first : all) {
    for (const Supposition& second : all) {
      for (const Supposition& third : all) {
        DriverBelief units = believed();
        units.suppositions = {first, second, third};
        expect_as_defined(units);
      }
    }
  }
}

/// What two lists of suppositions give in each quarter.
void expect_same(std::vector<Supposition> some, std::vector<Supposition> others) {
  DriverBelief units = believed();
  units.suppositions = std::move(some);
  DriverBelief other = believed();
  other.suppositions = std::move(others);
  for (int quarter = 1; quarter <= 4; ++quarter) {
    EXPECT_NEAR(computed_in(units, quarter), computed_in(other, quarter), 1e-9) << "in quarter " << quarter;
  }
}

TEST(Suppositions, OfOneSortAreTheSameEitherWayRound) {
  const std::vector<Supposition> all = one_of_each();
  expect_same({all[0], all[2]}, {all[2], all[0]});
  expect_same({all[2], all[3]}, {all[3], all[2]});
  const Supposition later{.kind = Kind::delay, .amount = 91.0, .from = start_of(3)};
  expect_same({all[2], later}, {later, all[2]});
}

TEST(Suppositions, ThatMeetWithinAQuarterAreCountedByDays) {
  const Date within = january.days_of({2026, 2}).first + std::chrono::days(30);
  const Supposition scale{.kind = Kind::scale, .amount = 0.5, .from = start_of(1)};
  Supposition until = scale, from = scale;
  until.until = from.from = within;
  expect_same({until, from}, {scale});
  const Supposition now{.kind = Kind::replace, .from = within, .instead = course_of({{start_of(1), 50.0}})};
  expect_same({from, now}, {now});
  Supposition twice = from;
  twice.amount = 2.0;
  expect_same({from, twice}, {});
}

TEST(Suppositions, EveryKindHasAWayThatIsToldInWords) {
  for (const WayToSuppose& way : ways_to_suppose) {
    EXPECT_EQ(acts_on(way.kind), way.acts_on) << way.word;
    EXPECT_THAT(way.told("5"), ::testing::HasSubstr("5")) << way.word;
    EXPECT_THAT(words_of_ways(), ::testing::HasSubstr("'" + std::string(way.word) + "'"));
  }
  EXPECT_EQ(ways_to_suppose.back().told("-1 quarter"), "1 quarter earlier");
}

}  // namespace
}  // namespace wafercast
