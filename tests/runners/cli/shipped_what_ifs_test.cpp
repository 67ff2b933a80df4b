// Each what-if that ships says what it should do, and does it: a line
//   # Expected as of 2026-09-10: revenue[FY28] -4.1% to -1.9%; gross_margin[FY28] -1.4pt to -0.6pt
// gives the change of the median from the base scenario (of amounts in per cent, of shares in points), on common draws.
// 8,192 paths, seed 1: the error of such a difference is below a tenth of each range's half width, so a range that is
// missed is no chance.

#include <tests/runners/cli/program.hpp>

#include <algorithm>
#include <regex>
#include <sstream>

namespace wafercast {
namespace {

struct Expectation {
  std::string as_of, metric, period, unit;
  double low, high;
};

std::vector<Expectation> expectations_in(const std::filesystem::path& file) {
  static const std::regex line_form("# Expected as of (\\d{4}-\\d{2}-\\d{2}): (.*)");
  static const std::regex one_form("(\\w+)\\[(\\w+)\\] (-?[\\d.]+)(%|pt) to (-?[\\d.]+)(%|pt)");
  std::vector<Expectation> found;
  std::istringstream lines(testing::read_file(file));
  for (std::string line; std::getline(lines, line);) {
    std::smatch match;
    if (!std::regex_match(line, match, line_form)) continue;
    const std::string date = match[1];
    const std::string rest = match[2];
    for (std::sregex_iterator one(rest.begin(), rest.end(), one_form), end; one != end; ++one) {
      found.push_back({date, (*one)[1], (*one)[2], (*one)[4], std::stod((*one)[3]), std::stod((*one)[5])});
    }
  }
  return found;
}

class ShippedWhatIfs : public testing::Program {};

TEST_F(ShippedWhatIfs, DoWhatTheySayTheyShould) {
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(scenarios() / "what-if")) {
    ++files;
    const std::vector<Expectation> expectations = expectations_in(entry.path());
    EXPECT_FALSE(expectations.empty()) << entry.path() << " does not say what it should do";
    std::map<std::string, nlohmann::json> compared;  // by date
    for (const Expectation& expected : expectations) {
      if (!compared.contains(expected.as_of)) {
        const auto outcome = run("compare " + base() + " '" + entry.path().string() + "' --paths 8192 --json --as-of " +
                                 expected.as_of + " --metric revenue gross_margin");
        ASSERT_EQ(outcome.exit_code, 0) << entry.path() << outcome.err;
        compared[expected.as_of] = nlohmann::json::parse(outcome.out)["others"][0]["metrics"];
      }
      const auto& difference = compared[expected.as_of][expected.metric]["periods"][expected.period];
      const double change = difference["median_change"]["value"];
      const double before = difference["before"]["p50"];
      const double shown = 100.0 * (expected.unit == "pt" ? change : change / before);
      EXPECT_GE(shown, expected.low) << entry.path() << " " << expected.as_of << " " << expected.metric << " "
                                     << expected.period;
      EXPECT_LE(shown, expected.high) << entry.path() << " " << expected.as_of << " " << expected.metric << " "
                                      << expected.period;
    }
  }
  EXPECT_GE(files, 16);
}

}  // namespace
}  // namespace wafercast
