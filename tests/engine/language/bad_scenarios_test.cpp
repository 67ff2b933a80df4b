#include <tests/engine/language/support.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace wafercast::testing {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> bad_scenarios() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(test_folder() / "bad")) {
    if (entry.path().extension() == ".yaml") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

/// Messages name files as the user gave them, so the test stands where relative names are the same everywhere.
class BadScenario : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    before_ = fs::current_path();
    fs::current_path(test_folder());
  }
  void TearDown() override { fs::current_path(before_); }

 private:
  fs::path before_;
};

TEST_P(BadScenario, IsRefusedWithThisMessage) {
  const std::string name = GetParam();
  std::string message;
  try {
    read_scenario("bad/" + name + ".yaml", options());
  } catch (const InputError& error) {
    message = error.what();
  }
  EXPECT_EQ(message + "\n", read_file("bad/" + name + ".expected"));
}

INSTANTIATE_TEST_SUITE_P(Bad, BadScenario, ::testing::ValuesIn(bad_scenarios()),
                         [](const auto& bad) { return bad.param; });

TEST(BadScenarios, OneFileReportsAllItsProblemsAtOnce) {
  try {
    read_scenario(test_folder() / "bad/several.yaml", options());
    FAIL() << "read";
  } catch (const InputError& error) {
    EXPECT_GE(error.diagnostics().size(), 8u);
  }
}

TEST(BadScenarios, AFileThatIsNotThere) {
  try {
    read_scenario("nowhere.yaml", options());
    FAIL() << "read";
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(), "'nowhere.yaml': there is no such file");
  }
  EXPECT_THROW(read_scenario(test_folder(), options()), InputError);
}

TEST(BadScenarios, NamesThatAreNotUtf8) {
  const Folder folder;
  folder.copy_fixtures();
  const std::string data = read_file(folder.path() / "base.yaml");
  const auto refusal = [&](const std::string& file, std::optional<fs::path> tables) {
    ReadOptions how = options();
    how.data_folder = std::move(tables);
    try {
      read_scenario(folder.write(file, data), how);
    } catch (const InputError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  EXPECT_THAT(refusal("na\xEFve.yaml", std::nullopt),
              ::testing::ContainsRegex("na.xefve.*has a name that is not UTF-8"));
  const fs::path tables = folder.path() /
                          "donn\xE9"
                          "es";
  fs::copy(folder.path() / "data", tables, fs::copy_options::recursive);
  EXPECT_THAT(refusal("plain.yaml", tables), ::testing::HasSubstr("has a name that is not UTF-8"));
}

}  // namespace
}  // namespace wafercast::testing
