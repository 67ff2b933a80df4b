#pragma once

#include <tests/temporary_folder.hpp>

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>

namespace wafercast::testing {

std::string read_file(const std::filesystem::path& file);
void write_file(const std::filesystem::path& file, const std::string& text);

struct Outcome {
  int exit_code;
  std::string out;
  std::string err;
};

/// Runs the built program in a folder of the test's own.
class Program : public ::testing::Test {
 protected:
  Program();

  /// Runs `wafercast` with these words of a shell command; `before` may set its environment or wrap it.
  Outcome run(const std::string& arguments, const std::string& before = "") const;

  /// The same with a terminal as its output: what it printed, both streams together.
  std::string run_on_terminal(const std::string& arguments, const std::string& before = "") const;

  /// Whether scenarios may read files from anywhere, or within their root alone.
  enum class Reaching { anywhere, within_root };
  void set_reach(Reaching reach) { reach_ = reach; }

  /// The folder in which the program runs.
  std::filesystem::path folder() const { return top_.path() / "work"; }
  std::filesystem::path aside() const { return top_.path() / "aside"; }  ///< for files that the program is not to find

  bool wrote_nothing() const { return std::filesystem::is_empty(folder()); }
  nlohmann::json json(const std::string& file) const { return nlohmann::json::parse(read_file(folder() / file)); }

  /// The base scenario with its path, quoted for the shell.
  static std::string base();
  /// The shipped scenarios and their data into the folder, for scenarios of the test's own beside them.
  void copy_scenarios() const;
  static std::filesystem::path scenarios() { return std::filesystem::path(WAFERCAST_SOURCE_DIR) / "scenarios"; }

 private:
  std::string command(const std::string& arguments, const std::string& before) const;

  test::TemporaryFolder top_;
  Reaching reach_ = Reaching::anywhere;
};

}  // namespace wafercast::testing
