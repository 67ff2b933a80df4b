// What keeps a store sound and small.

#include <runners/store/rows.hpp>

#include <fmt/format.h>

namespace wafercast {

using namespace rows;

std::vector<std::string> Store::check() {
  std::vector<std::string> problems;
  // A damaged page may stop any of the questions: that is an answer too.
  const auto guarded = [&](const auto& question) {
    try {
      question();
    } catch (const DatabaseError& error) {
      problems.emplace_back(error.what());
    }
  };
  guarded([&] { problems = database_.connection().damages(); });
  const auto count = [&](const char* sql, const char* what) {
    guarded([&] {
      Statement row = database_.prepare(sql);
      if (row.step() && row.integer(0) > 0) problems.push_back(fmt::format("{} {}", row.integer(0), what));
    });
  };
  count("SELECT count(*) FROM run WHERE error = '' AND id NOT IN (SELECT run FROM forecast)", "runs without figures");
  count("SELECT count(*) FROM seen WHERE run NOT IN (SELECT id FROM run)", "nights name runs that are not there");
  count("SELECT count(*) FROM forecast WHERE run NOT IN (SELECT id FROM run)", "figures of runs that are not there");
  return problems;
}

int Store::prune(const std::string& before, const std::optional<PlanKey>& of) {
  Database::Transaction all(database_);
  const std::string old =
      fmt::format("SELECT id FROM night WHERE started < $1{}", of ? " AND plan = $2 AND file = $3" : "");
  const auto bound = [&](Statement& statement) -> Statement& {
    return of ? statement.with(before, of->name, of->file) : statement.with(before);
  };
  Statement count = database_.prepare(fmt::format("SELECT count(*) FROM ({}) AS old", old));
  const auto nights = static_cast<int>(number_from(bound(count)));
  for (const char* sql : {"DELETE FROM seen WHERE night IN ({})", "DELETE FROM alert WHERE night IN ({})",
                          "DELETE FROM night WHERE id IN ({})"}) {
    Statement removal = database_.prepare(fmt::format(fmt::runtime(sql), old));
    bound(removal).run();
  }
  database_.run(
      "DELETE FROM run WHERE id NOT IN (SELECT run FROM seen);"
      "DELETE FROM forecast WHERE run NOT IN (SELECT id FROM run);"
      "DELETE FROM summary WHERE run NOT IN (SELECT id FROM run);"
      "DELETE FROM run_input WHERE run NOT IN (SELECT id FROM run);"
      "DELETE FROM input WHERE id NOT IN (SELECT input FROM run_input)");
  all.commit();
  return nights;
}

void Store::vacuum() {
  database_.connection().vacuum();
}

}  // namespace wafercast
