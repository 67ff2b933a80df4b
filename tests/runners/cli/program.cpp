#include <tests/runners/cli/program.hpp>

#include <fmt/format.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string_view>

namespace wafercast::testing {
namespace {

std::string quoted(const std::filesystem::path& path) {
  return fmt::format("'{}'", path.string());
}

}  // namespace

std::string read_file(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw std::runtime_error("cannot read " + file.string());
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

void write_file(const std::filesystem::path& file, const std::string& text) {
  std::ofstream stream(file, std::ios::binary);
  stream << text;
  if (!stream.flush()) throw std::runtime_error("cannot write " + file.string());
}

Program::Program() {
  std::filesystem::create_directories(folder());
  std::filesystem::create_directories(aside());
}

std::string Program::base() {
  return quoted(scenarios() / "base.yaml");
}

void Program::copy_scenarios() const {
  std::filesystem::copy(scenarios(), folder(), std::filesystem::copy_options::recursive);
}

std::string Program::command(const std::string& arguments, const std::string& before) const {
  // Scenarios of tests lie in folders of their own and extend those of the repository.
  const bool reads = std::ranges::any_of(std::array{"run ", "merge ", "backtest ", "spread ", "why "},
                                         [&](const char* name) { return arguments.starts_with(name); });
  const std::string_view reach = reads && reach_ == Reaching::anywhere ? " --allow-outside" : "";
  // What one test learnt the others need not learn again; a new program learns everything anew.
  return fmt::format("cd {} && XDG_CACHE_HOME={} {} {} {}{}", quoted(folder()), quoted(WAFERCAST_TEST_CACHE), before,
                     quoted(WAFERCAST_PROGRAM), arguments, reach);
}

Outcome Program::run(const std::string& arguments, const std::string& before) const {
  const std::string redirected = command(arguments, before) + " >../out 2>../err </dev/null";
  const int status = std::system(redirected.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_file(top_.path() / "out"), read_file(top_.path() / "err")};
}

std::string Program::run_on_terminal(const std::string& arguments, const std::string& before) const {
  int terminal = -1;
  const std::string line = command(arguments, before);
  const pid_t child = forkpty(&terminal, nullptr, nullptr, nullptr);
  if (child < 0) throw std::runtime_error("cannot open a terminal");
  if (child == 0) {
    execl("/bin/sh", "sh", "-c", line.c_str(), nullptr);
    _exit(127);
  }
  std::string text;
  std::array<char, 4096> buffer{};
  // Reading a terminal that its last user has closed ends with an error, not with an end of file.
  for (ssize_t got = 0; (got = ::read(terminal, buffer.data(), buffer.size())) > 0;) {
    text.append(buffer.data(), static_cast<std::size_t>(got));
  }
  close(terminal);
  waitpid(child, nullptr, 0);
  return text;
}

}  // namespace wafercast::testing
