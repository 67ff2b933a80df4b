#include <runners/cli/exit_codes.hpp>

#include <fmt/format.h>

namespace wafercast {

std::string exit_codes_text() {
  std::string text;
  for (const auto& [code, meaning] : exit_meanings) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", static_cast<int>(code), meaning);
  }
  return text;
}

}  // namespace wafercast
