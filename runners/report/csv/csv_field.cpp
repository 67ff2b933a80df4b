#include <runners/report/csv/csv_field.hpp>

#include <engine/core/printable.hpp>

#include <algorithm>
#include <cctype>

namespace wafercast {

namespace {

/// Whether a spreadsheet would compute it. A number with its sign is none, nor is an amount such as -5%.
bool is_formula(const std::string& text) {
  if (text.find_first_of("=+-@\t") != 0) return false;
  const bool signed_amount =
      text.find_first_of("+-") == 0 && text.size() > 1 && std::isdigit(static_cast<unsigned char>(text[1])) != 0;
  const auto plain = [](unsigned char c) { return std::isalnum(c) != 0 || c == '.' || c == '%' || c == ' '; };
  return !signed_amount || !std::all_of(text.begin() + 1, text.end(), plain);
}

}  // namespace

std::string csv_field(std::string_view of) {
  std::string text = printable(of);
  const bool reads_as_formula = is_formula(text);
  if (reads_as_formula) text.insert(0, "'");
  if (!reads_as_formula && text.find_first_of(",\"\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

}  // namespace wafercast
