#include <runners/store/rows.hpp>

namespace wafercast::rows {

StoredRun run_from(const Statement& row, int first) {
  StoredRun run;
  run.id = row.integer(first);
  run.night = row.integer(first + 1);
  run.key = {row.text(first + 2),    row.text(first + 3),
             row.text(first + 4),    static_cast<std::uint64_t>(row.integer(first + 5)),
             row.integer(first + 6), row.text(first + 7)};
  run.as_of = parse_date(row.text(first + 8)).value_or(Date());
  run.made = row.text(first + 9);
  run.seconds = row.real(first + 10);
  run.error = row.text(first + 11);
  return run;
}

StoredFigure figure_from(const Statement& row, int first) {
  StoredFigure figure{
      row.text(first),     row.text(first + 1), row.text(first + 2), {row.real(first + 3), row.real(first + 4)}, {},
      row.real(first + 12)};
  for (int q = 0; q < 7; ++q) figure.quantiles[static_cast<std::size_t>(q)] = row.real(first + 5 + q);
  return figure;
}

std::int64_t number_from(Statement& row) {
  row.step();
  const std::int64_t id = row.integer(0);
  row.run();
  return id;
}

std::string text_from(const Statement& row, int column) {
  return row.is_nothing(column) ? std::string() : row.text(column);
}

}  // namespace wafercast::rows
