#pragma once

#include <tests/runners/cli/program.hpp>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

namespace wafercast::testing {

/// A plan of two small scenarios in a folder of the test's own.
class Nightly : public Program {
 protected:
  Nightly() {
    copy_scenarios();
    write("quick.yaml", "extends: base.yaml\nobserve: {condition: {members: 1024}}\n");
    write("cut.yaml", "extends: quick.yaml\noverride: {\"*.capex\": {scale: 0.67, from: +2}}\n");
    plan("scenarios: [quick.yaml, cut.yaml]\n");
  }

  void write(const std::string& name, const std::string& text) const {
    write_file(folder() / name, "wafercast: scenario/1\nname: " + name + "\n" + text);
  }
  void plan(const std::string& more) const {
    write_file(folder() / "plan.yaml",
               "wafercast: nightly/1\nname: Small\nstore: store.sqlite\npaths: 4096\n"
               "watch: [{median_of: \"revenue[FY+1]\", moves_by: 0.5%}, {median_of: \"gross_margin[FY+1]\", "
               "moves_by: 0.1pt}]\n" +
                   more);
  }
  Outcome night(const std::string& more = "") const { return run("nightly plan.yaml " + more); }

  void remove_store() const {
    for (const char* left : {"store.sqlite", "store.sqlite-wal", "store.sqlite-shm"}) {
      std::filesystem::remove(folder() / left);
    }
  }
  std::string exported() const {
    const Outcome outcome = run("store export store.sqlite");
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    return outcome.out;
  }
  /// Of the store: what was drawn, without the numbers and times that a night gives it, in order.
  std::string figures() const {
    std::istringstream rows(exported());
    std::vector<std::string> kept;
    for (std::string row; std::getline(rows, row);) {
      std::vector<std::string> fields;
      std::istringstream cells(row);
      for (std::string cell; std::getline(cells, cell, ',');) fields.push_back(cell);
      std::string text;
      for (std::size_t i = 1; i < fields.size(); ++i) text += i == 4 ? "" : fields[i] + ",";
      kept.push_back(text);
    }
    std::ranges::sort(kept);
    std::string all;
    for (const std::string& row : kept) all += row + "\n";
    return all;
  }
};

}  // namespace wafercast::testing
