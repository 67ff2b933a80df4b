// Measurements of a store: what benchmarks took.

#include <engine/core/instant.hpp>
#include <runners/store/store.hpp>

#include <algorithm>
#include <tuple>

namespace wafercast {

int Store::add_measurements(const std::vector<Measurement>& measurements) {
  Database::Transaction all(database_);
  Statement put = database_.prepare(
      "INSERT INTO measurement(name, machine, made, revision, unit, low, median, high)"
      " VALUES($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT(name, machine, made) DO NOTHING RETURNING 1");
  int added = 0;
  for (const Measurement& one : measurements) {
    put.with(one.name, one.machine, one.made, one.revision, one.unit, one.low, one.median, one.high);
    while (put.step()) ++added;
  }
  all.commit();
  return added;
}

std::vector<Measurement> Store::measurements() {
  Statement row = database_.prepare("SELECT name, machine, made, revision, unit, low, median, high FROM measurement");
  std::vector<Measurement> found;
  while (row.step()) {
    found.push_back(
        {row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.real(5), row.real(6), row.real(7)});
  }
  std::ranges::stable_sort(found, std::ranges::less(), [](const Measurement& one) {
    return std::tuple(one.name, one.machine, parse_instant(one.made), one.made);
  });
  return found;
}

}  // namespace wafercast
