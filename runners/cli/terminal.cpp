#include <runners/cli/terminal.hpp>

#include <sys/ioctl.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <optional>
#include <string>

namespace wafercast {
namespace {

/// The value of a variable of the environment; an empty one is no wish (https://no-color.org).
std::string wish(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr ? value : "";
}

std::optional<int> columns_wished_for() {
  constexpr int most = 10'000;
  const std::string text = wish("COLUMNS");
  int columns = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), columns);
  const bool whole = error == std::errc() && stop == text.data() + text.size();
  return whole && columns > 0 && columns <= most ? std::optional(columns) : std::nullopt;
}

int columns_of(int stream) {
  constexpr int usual = 80;
  if (const auto wished = columns_wished_for()) return *wished;
  winsize size{};
  const bool known = isatty(stream) == 1 && ioctl(stream, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? size.ws_col : usual;
}

}  // namespace

Colours colours_of_output() {
  const bool wanted = isatty(STDOUT_FILENO) == 1 && wish("NO_COLOR").empty() && wish("TERM") != "dumb";
  return wanted ? Colours::ansi : Colours::none;
}

int columns_of_output() {
  return columns_of(STDOUT_FILENO);
}

bool messages_can_be_redrawn() {
  return isatty(STDERR_FILENO) == 1 && wish("TERM") != "dumb";
}

int columns_of_messages() {
  return columns_of(STDERR_FILENO);
}

}  // namespace wafercast
