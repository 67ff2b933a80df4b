// Where a command's outputs may go: what is there and does not carry the mark of the output's kind stays as it is.

#include <tests/temporary_folder.hpp>

#include <runners/files/output_places.hpp>

#include <engine/core/diagnostics.hpp>

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <stdexcept>

namespace wafercast {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

constexpr SealedKind sealed_kind{"testfile", 1, "a sealed file"};

constexpr OutputKind kinds[] = {OutputKind::page, OutputKind::asset,  OutputKind::spreadsheet, OutputKind::metrics,
                                OutputKind::mail, OutputKind::alerts, OutputKind::hub_table};

class OutputPlacesTest : public ::testing::Test {
 protected:
  fs::path write(const std::string& name, const std::string& bytes) const {
    std::ofstream(root / name, std::ios::binary) << bytes;
    return root / name;
  }

  /// What is refused and why; empty where everything may go where it was to.
  static std::string refusal(const OutputPlaces& places) {
    try {
      places.require();
      return {};
    } catch (const InputError& error) {
      return error.what();
    }
  }
  static std::string refusal(OutputKind kind, const fs::path& place) {
    OutputPlaces places;
    places.file(kind, place);
    return refusal(places);
  }

  test::TemporaryFolder made;
  fs::path root = made.path();
};

TEST_F(OutputPlacesTest, FilesOfTheUserAreNoEarlierOutputs) {
  const std::vector<std::pair<const char*, std::string>> foreign = {
      {"store.sqlite", std::string("SQLite format 3\0", 16) + std::string(100, '\0')},
      {"book.xlsx", "PK\x03\x04[Content_Types].xml"},
      {"cut.zip", std::string("PK\x05\x06", 4)},
      {"table.csv", "quarter,revenue\nFY26Q1,44.1\n"},
      {"base.yaml", "wafercast: scenario/1\nname: Base\n"},
      {"page.html", "<!DOCTYPE html>\n<html><head><meta name=\"generator\" content=\"another\"></head></html>\n"},
      {"other.html", "<html><meta name=\"generator\" content=\"wafercast\">"},
      {"letter.eml", "Subject: hello\nX-Mailer: another\n\nX-Mailer: wafercast\n"},
      {"object.json", "{\"alerts\": []}"},
      {"nested.json", "{\"wafercast\": \"scenario/1\", \"plan\": 1, \"night\": 2, \"alerts\": []}"},
      {"other.prom", "# HELP node_load1 1m load average.\n"},
      {"empty", ""}};
  for (const auto& [name, bytes] : foreign) {
    const fs::path file = write(name, bytes);
    for (const OutputKind kind : kinds) {
      EXPECT_THAT(refusal(kind, file), HasSubstr("mark")) << name << " as " << word_of(kind);
    }
    OutputPlaces sealed;
    sealed.file(sealed_kind, file);
    EXPECT_NE(refusal(sealed), "") << name;
  }
}

TEST_F(OutputPlacesTest, WhatIsNoPlainFileStays) {
  const fs::path target = write("target", fmt::format("<!DOCTYPE html>\n{}\n", page_mark));
  fs::create_symlink(target, root / "link");
  fs::create_symlink(root / "nothing", root / "dangling");
  fs::create_directory(root / "folder");
  ASSERT_EQ(::mkfifo((root / "pipe").c_str(), 0600), 0);
  for (const OutputKind kind : kinds) {
    for (const char* name : {"link", "dangling", "folder", "pipe"}) EXPECT_NE(refusal(kind, root / name), "") << name;
    EXPECT_THAT(refusal(kind, "/dev/null"), HasSubstr("no file"));
    EXPECT_THAT(refusal(kind, root / "no" / "such"), HasSubstr("its folder does not exist"));
    EXPECT_THAT(refusal(kind, target / "within"), HasSubstr("is no folder"));
    EXPECT_THAT(refusal(kind, root / std::string(250, 'x')), HasSubstr("name too long"));
    EXPECT_EQ(refusal(kind, root / "new"), "");
  }
}

TEST_F(OutputPlacesTest, EarlierOutputsOfTheirKindAreTaken) {
  const std::vector<std::pair<OutputKind, std::string>> own = {
      {OutputKind::page, fmt::format("<!DOCTYPE html>\n<html><head>{}</head></html>", page_mark)},
      {OutputKind::asset, fmt::format("{}body {{}}", asset_mark)},
      {OutputKind::metrics, fmt::format("{}# HELP a b\n", metrics_mark)},
      {OutputKind::metrics, "# HELP wafercast_nightly_ended_timestamp_seconds When the night ended.\n"},
      {OutputKind::mail, fmt::format("Subject: Small\n{}MIME-Version: 1.0\n\ntext", mail_mark)},
      {OutputKind::mail, "Subject: Small: nothing moved\nContent-Type: text/plain; charset=utf-8\n\nNight 3 of Small"},
      {OutputKind::alerts, fmt::format("{{\"alerts\": [], \"wafercast\": \"{}\"}}", alerts_mark)},
      {OutputKind::alerts, "{\"plan\": \"Small\", \"night\": 3, \"alerts\": []}"},
      {OutputKind::hub_table, std::string(hub_header) + "2026-01-01,base,revenue,FY28,mean,NA,1\n"}};
  for (const auto& [kind, bytes] : own) {
    const fs::path file = write("own", bytes);
    EXPECT_EQ(refusal(kind, file), "") << bytes;
    for (const OutputKind other : kinds) {
      if (other == kind) continue;
      EXPECT_NE(refusal(other, file), "") << word_of(kind) << " as " << word_of(other);
    }
  }
}

TEST_F(OutputPlacesTest, WhatPagesShareIsTakenBesideAPageOfEarlierVersions) {
  const fs::path style = write("wafercast.css", "body {}");
  EXPECT_NE(refusal(OutputKind::asset, style), "");
  write("index.html", fmt::format("<!DOCTYPE html>\n<html><head>{}</head></html>", page_mark));
  EXPECT_EQ(refusal(OutputKind::asset, style), "");
}

TEST_F(OutputPlacesTest, TwoOutputsAreNotOneFileHoweverItIsSpelt) {
  const fs::path page = write("page.html", fmt::format("<!DOCTYPE html>\n{}", page_mark));
  fs::create_hard_link(page, root / "hard.html");
  fs::create_directory_symlink(root, root / "again");
  for (const fs::path& other : {page, root / "." / "page.html", root / "again" / "page.html", root / "hard.html"}) {
    OutputPlaces places;
    places.file(OutputKind::page, page);
    places.file(OutputKind::page, other);
    EXPECT_THAT(refusal(places), HasSubstr("of this command goes there")) << other;
  }
  OutputPlaces places;
  places.file(OutputKind::page, root / "new");
  places.file(OutputKind::mail, root / "again" / "new");
  EXPECT_THAT(refusal(places), HasSubstr("a report of this command goes there")) << "neither is there yet";
}

TEST_F(OutputPlacesTest, NoOutputIsWhatTheCommandReads) {
  const fs::path page = write("page.html", fmt::format("<!DOCTYPE html>\n{}", page_mark));
  OutputPlaces reads_it;
  reads_it.file(OutputKind::page, page);
  reads_it.input(root / "." / "page.html");
  EXPECT_THAT(refusal(reads_it), HasSubstr("this command reads it"));
  for (const char* of_the_store : {"s.sqlite", "s.sqlite-wal", "s.sqlite-shm", "s.sqlite-journal"}) {
    OutputPlaces places;
    places.store(root / "s.sqlite");
    places.file(OutputKind::alerts, root / of_the_store);
    EXPECT_NE(refusal(places), "") << of_the_store;
  }
}

TEST_F(OutputPlacesTest, AResultFolderHoldsNothingElseOfTheCommand) {
  OutputPlaces places;
  places.folder(root / "out");
  places.file(OutputKind::page, root / "out" / "page.html");
  EXPECT_THAT(refusal(places), HasSubstr("where the results go"));
  fs::create_directory(root / "out");
  OutputPlaces around;
  around.folder(root / "out" / "");
  around.input(write("out/scenario.yaml", "wafercast: scenario/1\n"));
  EXPECT_THAT(refusal(around), HasSubstr("which this command reads, lies in it"));
}

TEST_F(OutputPlacesTest, EveryPlaceThatCannotBeHadIsNamed) {
  OutputPlaces places;
  places.file(OutputKind::mail, write("a", "mine"));
  places.new_file(write("b", "mine"));
  places.files_in(root / "site", {{OutputKind::page, "index.html"}});
  EXPECT_THAT(refusal(places),
              ::testing::AllOf(HasSubstr("/a: "), HasSubstr("/b: "), ::testing::Not(HasSubstr("site"))));
  EXPECT_FALSE(fs::exists(root / "site"));
}

TEST_F(OutputPlacesTest, AFolderThatCannotBeWrittenIsFoundBeforeTheWork) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may write anywhere";
  fs::permissions(root, fs::perms::owner_read | fs::perms::owner_exec);
  EXPECT_THAT(refusal(OutputKind::page, root / "page.html"), HasSubstr("ermission"));
  fs::permissions(root, fs::perms::owner_all);
}

}  // namespace
}  // namespace wafercast
