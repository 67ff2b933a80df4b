// As-of is enforced: what was published after the as-of date moves no bit of the forecast.

#include <tests/runners/cli/csv_rows.hpp>
#include <tests/runners/cli/program.hpp>

#include <algorithm>
#include <functional>
#include <sstream>

namespace wafercast {
namespace {

using Row = testing::CsvRow;

const std::string as_of = "2025-02-27";

struct Table {
  std::string file;
  std::string published;  ///< column with the publication date
};

const std::vector<Table> tables = {{"nvidia_quarterly.csv", "report_date"},
                                   {"nvidia_restated.csv", "report_date"},
                                   {"drivers/cowos_capacity.csv", "as_of_date"},
                                   {"drivers/hyperscaler_capex.csv", "report_date"}};

std::string joined(const Row& fields) {
  std::string line;
  for (const std::string& field : fields) line += (&field == &fields.front() ? "" : ",") + field;
  return line + "\n";
}

bool is_number(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789.-") == std::string::npos &&
         std::ranges::count(text, '-') <= 1 && text.find('-', 1) == std::string::npos;
}

/// `2025`, as a period: not a quantity that could be scaled.
bool is_year(const std::string& text) {
  return text.size() == 4 && text.starts_with("20");
}

class AsOf : public testing::Program {
 protected:
  AsOf() { std::filesystem::copy(scenarios() / "data", folder() / "data", std::filesystem::copy_options::recursive); }

  /// Rewrites the rows of a table that were published on such a day.
  void rewrite(const Table& table, const std::function<bool(const std::string& day)>& such,
               const std::function<std::string(Row, std::size_t published)>& rewritten) const {
    std::istringstream lines(testing::read_file(folder() / "data" / table.file));
    std::string line;
    std::getline(lines, line);
    std::string text = line + "\n";
    const Row header = testing::split_csv(line);
    const auto published = static_cast<std::size_t>(std::ranges::find(header, table.published) - header.begin());
    while (std::getline(lines, line)) {
      const Row row = testing::split_csv(line);
      text += such(row.at(published)) ? rewritten(row, published) : line + "\n";
    }
    testing::write_file(folder() / "data" / table.file, text);
  }

  static std::string absurd(Row row, std::size_t) {
    for (std::string& field : row) {
      if (is_number(field)) field = "-98765.4321";
    }
    return joined(row);
  }

  /// The row as it is, and once more as if published in 2031 with other numbers.
  static std::string with_absurd_sequel(const Row& row, std::size_t published) {
    Row sequel = row;
    sequel[published] = "2031-01-01";
    return joined(row) + absurd(sequel, published);
  }

  std::string forecast() const {
    const testing::Outcome outcome =
        run("run " + base() + " --data data --as-of " + as_of + " --paths 640 --json --out result");
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    return outcome.out;
  }
};

bool later(const std::string& day) {
  return day > as_of;
}
bool known(const std::string& day) {
  return day <= as_of;
}

TEST_F(AsOf, LaterRowsMoveNoBit) {
  const std::string clean = forecast();
  for (const Table& table : tables) {
    rewrite(table, known, with_absurd_sequel);
    rewrite(table, later, absurd);
  }
  EXPECT_EQ(forecast(), clean);
}

TEST_F(AsOf, LaterRowsMayBeGone) {
  const std::string clean = forecast();
  for (const Table& table : tables) rewrite(table, later, [](const Row&, std::size_t) { return std::string(); });
  EXPECT_EQ(forecast(), clean);
}

// The broken twin: rows known by the date do move the forecast, table by table, so the tests above would notice a leak.
TEST_F(AsOf, KnownRowsMoveTheForecast) {
  const std::string clean = forecast();
  for (const Table& table : tables) {
    if (table.file == "nvidia_restated.csv") continue;  // nothing had been restated by then
    const std::string before = testing::read_file(folder() / "data" / table.file);
    rewrite(table, known, [](Row row, std::size_t) {
      for (std::string& field : row) {
        if (is_number(field) && !is_year(field)) field = std::to_string(1.01 * std::stod(field));
      }
      return joined(row);
    });
    EXPECT_NE(forecast(), clean) << table.file;
    testing::write_file(folder() / "data" / table.file, before);
  }
}

// The same from the other side: the later rows of the shipped tables matter once their day has come.
TEST_F(AsOf, LaterRowsMatterLater) {
  const std::string of_base = "run " + base() + " --data data --as-of 2025-05-28 --paths 640 --json --out result";
  const std::string clean = run(of_base).out;
  ASSERT_NE(clean, "");
  for (const Table& table : tables) {
    rewrite(table, later, [](const Row&, std::size_t) { return std::string(); });
  }
  EXPECT_NE(run(of_base).out, clean);
}

}  // namespace
}  // namespace wafercast
