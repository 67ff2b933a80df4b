// Names in job scripts: a shell reads each back as it was, and runs none.

#include <runners/jobs/runs/slurm_scripts.hpp>

#include <engine/core/diagnostics.hpp>

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>

namespace wafercast {
namespace {

using ::testing::HasSubstr;

SlurmRequest request_in(const std::string& folder) {
  SlurmRequest request;
  request.run.scenario.file = folder + "/base.yaml";
  request.run.scenario.read.settings = {{"a", folder}};
  request.run.scenario.read.data_folder = folder;
  request.program = "/bin/" + folder;
  request.started_in = "/tmp/" + folder;
  request.folder = "/tmp/" + folder;
  return request;
}

Scenario scenario() {
  const FiscalCalendar calendar(std::chrono::January, std::chrono::Sunday);
  const FiscalQuarter quarter(2027, 2);
  return {"Plain",  "textbook", "base.yaml", *parse_date("2026-09-10"),
          calendar, quarter,    quarter + 1, 8,
          8,        {},         {},          {},
          {},       {},         false,       {},
          {},       {},         {},          {}};
}

/// Whether a shell takes the text for a program, which is not run.
bool parses(const std::string& script) {
  FILE* const shell = popen("/bin/sh -n 2>/dev/null", "w");
  std::fputs(script.c_str(), shell);
  return pclose(shell) == 0;
}

/// What a shell makes of the words of the line that starts with this, one a line.
std::string words_of(const std::string& script, const std::string& start) {
  const std::size_t at = script.find("\n" + start) + 1;
  const std::string line = script.substr(at, script.find('\n', at) - at);
  const std::string file = ::testing::TempDir() + "/words.sh";
  std::ofstream(file) << "set -- " << line << "\nprintf '%s\\n' \"$@\"\n";
  FILE* const shell = popen(("/bin/sh " + file).c_str(), "r");
  std::string words;
  std::array<char, 4096> buffer{};
  while (std::fgets(buffer.data(), buffer.size(), shell) != nullptr) words += buffer.data();
  pclose(shell);
  return words;
}

TEST(SlurmScripts, EveryWordIsReadBackAsItWas) {
  for (const std::string name : {"plain", "with blanks", "$(touch pwned) `touch pwned`", "it's a\"b",
                                 "a;b&c|d>e $HOME ~ *", "back\\slash", "50%j%% {folder}", "-n"}) {
    SCOPED_TRACE(name);
    for (const Script& script : slurm_scripts(request_in(name), scenario())) {
      EXPECT_TRUE(parses(script.text)) << script.name << "\n" << script.text;
      EXPECT_THAT(words_of(script.text, "cd "), HasSubstr("/tmp/" + name + "\n")) << script.name;
      if (script.is_run_by_people) continue;
      EXPECT_THAT(words_of(script.text, "exec "), HasSubstr("/bin/" + name + "\n")) << script.name;
      if (script.name == "merge.sbatch") continue;
      EXPECT_THAT(words_of(script.text, "exec "), HasSubstr("a=" + name + "\n")) << script.name;
    }
  }
}

TEST(SlurmScripts, APercentSignInAFolderIsNoPattern) {
  for (const Script& script : slurm_scripts(request_in("50%j \"x\" \\n"), scenario())) {
    if (script.is_run_by_people) continue;
    EXPECT_THAT(script.text, HasSubstr("#SBATCH --output=\"/tmp/50%%j \\\"x\\\" \\\\n/logs/"));
  }
}

TEST(SlurmScripts, ANameOfSeveralLinesIsRefused) {
  for (const std::string name : {"new\nline", "re\rturn", "tab\t", "bell\x07", "del\x7F"}) {
    for (std::filesystem::path SlurmRequest::*place :
         {&SlurmRequest::program, &SlurmRequest::started_in, &SlurmRequest::folder}) {
      SlurmRequest request = request_in("plain");
      request.*place = name;
      EXPECT_THROW(slurm_scripts(request, scenario()), InputError) << name;
    }
    SlurmRequest request = request_in("plain");
    request.run.scenario.read.settings = {{"a", name}};
    EXPECT_THROW(slurm_scripts(request, scenario()), InputError) << name;
  }
}

}  // namespace
}  // namespace wafercast
