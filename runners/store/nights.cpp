// Nights of a store: whose they are, and how each went.

#include <runners/store/clock.hpp>
#include <runners/store/rows.hpp>

#include <fmt/format.h>

namespace wafercast {

using namespace rows;

namespace {

std::vector<PlanKey> plans_from(Statement& row) {
  std::vector<PlanKey> plans;
  while (row.step()) plans.push_back({row.text(0), row.text(1)});
  return plans;
}

}  // namespace

std::vector<PlanKey> Store::plans() {
  Statement row = database_.prepare("SELECT plan, file FROM night GROUP BY plan, file ORDER BY min(id)");
  return plans_from(row);
}

std::vector<PlanKey> Store::plans_of(std::int64_t run) {
  Statement row = database_.prepare(
      "SELECT plan, file FROM seen JOIN night ON night.id = seen.night WHERE seen.run = $1"
      " GROUP BY plan, file ORDER BY min(night.id)");
  return plans_from(row.with(run));
}

void Store::move_nights(const PlanKey& from, const PlanKey& to) {
  database_.prepare("UPDATE night SET plan = $1, file = $2 WHERE plan = $3 AND file = $4")
      .with(to.name, to.file, from.name, from.file)
      .run();
}

std::int64_t Store::begin_night(const PlanKey& plan, const std::string& program) {
  Statement night =
      database_.prepare("INSERT INTO night(plan, file, started, program) VALUES($1, $2, $3, $4) RETURNING id");
  return number_from(night.with(plan.name, plan.file, to_string(now()), program));
}

void Store::finish_night(std::int64_t night) {
  database_.prepare("UPDATE night SET finished = $1 WHERE id = $2").with(to_string(now()), night).run();
}

std::vector<Night> Store::nights(const PlanKey& plan, int most) {
  constexpr const char* runs =
      "(SELECT count(*) FROM seen JOIN run ON run.id = seen.run WHERE seen.night = night.id AND {})";
  Statement row = database_.prepare(
      fmt::format("SELECT night.id, night.started, night.finished, {}, {}, {} FROM night WHERE plan = $1 AND file = $2"
                  " ORDER BY night.id DESC LIMIT $3",
                  fmt::format(fmt::runtime(runs), "run.night = night.id AND run.error = ''"),
                  fmt::format(fmt::runtime(runs), "run.night <> night.id AND run.error = ''"),
                  fmt::format(fmt::runtime(runs), "run.error <> ''")));
  row.with(plan.name, plan.file, most);
  std::vector<Night> nights;
  while (row.step()) {
    nights.push_back({row.integer(0), row.text(1), text_from(row, 2), static_cast<int>(row.integer(3)),
                      static_cast<int>(row.integer(4)), static_cast<int>(row.integer(5))});
  }
  return nights;
}

}  // namespace wafercast
