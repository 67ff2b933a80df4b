// The README and the pages that hold commands, as people use them: every command runs as it is written, in a block or
// within a sentence, and every block that begins with `$ command` shows what that command prints (`…` stands for lines
// that are left out), so that it cannot go stale.

#include <tests/runners/cli/program.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdlib>
#include <regex>
#include <sstream>
#include <vector>

namespace wafercast {
namespace {

struct Block {
  std::string language;
  std::vector<std::string> lines;
};

/// The blocks of a page; a command within a sentence counts as a block of its own.
std::vector<Block> blocks_of(const std::string& markdown) {
  static const std::regex span("`(\\./wafercast [^`…]+)`");
  std::vector<Block> blocks;
  bool within = false;
  std::istringstream in(markdown);
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("```")) {
      within = !within;
      if (within) blocks.push_back({line.substr(3), {}});
    } else if (within) {
      blocks.back().lines.push_back(line);
    } else {
      for (std::sregex_iterator found(line.begin(), line.end(), span), end; found != end; ++found) {
        blocks.push_back({"sh", {(*found)[1]}});
      }
    }
  }
  return blocks;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

struct Page {
  std::string file;
  int commands;  ///< at least
  int shown;     ///< blocks that show what a command prints
};

void PrintTo(const Page& page, std::ostream* out) {
  *out << page.file;
}

class Readme : public testing::Program, public ::testing::WithParamInterface<Page> {
 protected:
  Readme() {
    std::filesystem::copy(scenarios(), folder() / "scenarios", std::filesystem::copy_options::recursive);
    std::filesystem::create_directory(folder() / ".git");  // a project of its own, as a clone is one
    testing::write_file(folder() / "bad.yaml",
                        "wafercast: scenario/1\nname: Bad\nextends: scenarios/base.yaml\noverride:\n"
                        "  cowos.capacty: {scale: 0.9}\n  blackwell.price: {now: 30k wafer/month}\n");
    set_reach(Reaching::within_root);
    write_scenarios();
  }

  /// What `./wafercast WORDS` prints, without a comment behind it.
  testing::Outcome run_written(const std::string& command) const {
    return run(command.substr(front_door.size(), command.find(" #") - front_door.size()));
  }

  /// Builds versions and runs tests: not by the program.
  bool is_of_developers(const std::string& line) const {
    return line.starts_with(front_door + "test") || line.starts_with(front_door + "bench ");
  }

  static std::vector<Block> blocks_of_page() {
    return blocks_of(testing::read_file(std::filesystem::path(WAFERCAST_SOURCE_DIR) / GetParam().file));
  }

  void expect_printed(const Block& block) const {
    const testing::Outcome outcome = run_written(block.lines[0].substr(2));
    const std::vector<std::string> printed = lines_of(outcome.exit_code == 0 ? outcome.out : outcome.err);
    auto next = printed.begin();
    bool anywhere = false;
    for (auto line = block.lines.begin() + 1; line != block.lines.end(); ++line) {
      if (*line == "…") {
        anywhere = true;
        continue;
      }
      const auto found = anywhere ? std::find(next, printed.end(), *line) : next;
      ASSERT_TRUE(found != printed.end() && *found == *line)
          << block.lines[0] << " prints no longer\n"
          << *line << (next != printed.end() ? fmt::format("\nbut\n{}", *next) : "");
      next = found + 1;
      if (!line->empty()) anywhere = false;
    }
  }

  const std::string front_door = "./wafercast ";

 private:
  /// The scenarios that the page shows, by the name that stands in their first comment.
  void write_scenarios() const {
    for (const Block& block : blocks_of_page()) {
      if (block.language != "yaml" || !block.lines[0].starts_with("# ")) continue;
      testing::write_file(folder() / block.lines[0].substr(2), fmt::format("{}\n", fmt::join(block.lines, "\n")));
    }
  }
};

TEST_P(Readme, EveryCommandRuns) {
  int ran = 0;
  for (const Block& block : blocks_of_page()) {
    if (block.language != "sh") continue;
    for (const std::string& line : block.lines) {
      if (!line.starts_with(front_door) || is_of_developers(line)) continue;
      const testing::Outcome outcome = run_written(line);
      EXPECT_EQ(outcome.exit_code, 0) << line << "\n" << outcome.err;
      ++ran;
    }
  }
  EXPECT_GE(ran, GetParam().commands);
}

TEST_P(Readme, ShowsWhatIsPrinted) {
  int shown = 0;
  for (const Block& block : blocks_of_page()) {
    if (block.lines.empty() || !block.lines[0].starts_with("$ " + front_door)) continue;
    expect_printed(block);
    ++shown;
  }
  EXPECT_EQ(shown, GetParam().shown);
}

INSTANTIATE_TEST_SUITE_P(Pages, Readme,
                         ::testing::Values(Page{"README.md", 4, 2}, Page{"docs/tutorial.md", 36, 6},
                                           Page{"docs/how-to.md", 31, 0}, Page{"docs/clusters.md", 4, 0},
                                           Page{"docs/nightly.md", 6, 0}));

}  // namespace
}  // namespace wafercast
