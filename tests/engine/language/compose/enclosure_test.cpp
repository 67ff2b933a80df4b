// A scenario reads files of its own project, and others only where that is allowed.

#include <tests/engine/language/support.hpp>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

namespace wafercast::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Enclosure : public ::testing::Test {
 protected:
  Enclosure() {
    for (const char* name : {"project/base", "elsewhere/base"}) {
      folder_.write(fmt::format("{}.yaml", name),
                    fmt::format("{}{}", heading, "drivers: {a: {unit: fraction, value: 10%}}\n"));
    }
    folder_.write("elsewhere/passwords", "root:x:0:0:secret\n");
  }

  /// With which a scenario in project/what-if is refused; empty when it is read.
  std::string refusal(const std::string& body, const Reach& reach = {}) const {
    ReadOptions with = options();
    with.reach = reach;
    try {
      read_scenario(folder_.write("project/what-if/x.yaml", fmt::format("wafercast: scenario/1\nname: X\n{}", body)),
                    with);
      return {};
    } catch (const InputError& error) {
      return error.what();
    }
  }

  Folder folder_;
};

TEST_F(Enclosure, AWhatIfExtendsTheBaseAboveIt) {
  EXPECT_EQ(refusal("extends: ../base.yaml\n"), "");
}

TEST_F(Enclosure, NothingOutsideIsRead) {
  const std::string outside =
      fmt::format("lies outside '{}", std::filesystem::canonical(folder_.path() / "project").string());
  EXPECT_THAT(refusal("extends: ../../elsewhere/base.yaml\n"), HasSubstr(outside));
  EXPECT_THAT(refusal("extends: ../../elsewhere/base.yaml\n"), HasSubstr("--allow-outside"));
  EXPECT_THAT(refusal("extends: ../base.yaml\nwith: [../../elsewhere/base.yaml]\n"), HasSubstr(outside));
  EXPECT_THAT(refusal(fmt::format("extends: {}\n", (folder_.path() / "elsewhere/base.yaml").string())),
              HasSubstr(outside));
  const std::string of_data = refusal(
      "extends: ../base.yaml\ndata: {folder: ../../elsewhere, tables: {t: {file: passwords, published: date}}}\n");
  EXPECT_THAT(of_data, HasSubstr(outside));
  EXPECT_THAT(of_data, Not(HasSubstr("unknown table")));
}

TEST_F(Enclosure, ALinkDoesNotLeadOut) {
  std::filesystem::create_symlink(folder_.path() / "elsewhere/base.yaml", folder_.path() / "project/link.yaml");
  EXPECT_THAT(refusal("extends: ../link.yaml\n"), HasSubstr("lies outside"));
}

TEST_F(Enclosure, TheRootIsTheProject) {
  std::filesystem::create_directory(folder_.path() / ".git");
  EXPECT_EQ(refusal("extends: ../../elsewhere/base.yaml\n"), "");
}

TEST_F(Enclosure, MoreIsAllowedByOptions) {
  EXPECT_EQ(refusal("extends: ../../elsewhere/base.yaml\n", {.allow_outside = true}), "");
  EXPECT_EQ(refusal("extends: ../../elsewhere/base.yaml\n", {.root = folder_.path()}), "");
  EXPECT_THAT(refusal("extends: ../base.yaml\n", {.root = folder_.path() / "project/what-if"}),
              HasSubstr("lies outside"));
}

TEST_F(Enclosure, AFileThatIsNoTableIsNotShown) {
  const std::string text = refusal(
      "extends: ../base.yaml\ndata: {folder: ../../elsewhere, tables: {t: {file: passwords, published: date}}}\n",
      {.allow_outside = true});
  EXPECT_THAT(text, HasSubstr("has no column 'date'"));
  EXPECT_THAT(text, Not(HasSubstr("root")));
  EXPECT_THAT(text, Not(HasSubstr("secret")));
}

}  // namespace
}  // namespace wafercast::testing
