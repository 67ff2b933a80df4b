#include <runners/night_report/mail_format.hpp>

#include <engine/core/utf8.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace wafercast {
namespace {

constexpr std::size_t line_width = 78;     // that a line should not exceed
constexpr std::size_t longest_line = 900;  // below the 998 bytes that a line must not exceed
constexpr std::size_t longest_encoded = 75;

/// The bytes of the character that a text starts with; one that is cut off counts as what is left of it.
std::size_t character_size(std::string_view text) {
  std::size_t size = 1;
  while (size < text.size() && size < 4 && continues_character(text[size])) ++size;
  return size;
}

bool is_plain(std::string_view text) {
  const bool is_ascii = std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
  return is_ascii && text.find("=?") == std::string_view::npos;
}

/// A character as an encoded word has it ("Q").
std::string encoded(std::string_view character) {
  std::string text;
  for (const char c : character) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == ' ') {
      text += '_';
    } else {
      text += std::isalnum(byte) != 0 ? std::string(1, c) : fmt::format("={:02X}", byte);
    }
  }
  return text;
}

std::string encoded_words(std::string_view text, std::size_t column) {
  constexpr std::string_view begin = "=?UTF-8?Q?", end = "?=";
  std::string words(begin);
  std::size_t used = begin.size() + end.size();
  while (!text.empty()) {
    const std::size_t size = character_size(text);
    const std::string next = encoded(text.substr(0, size));
    if (used + next.size() > longest_encoded || column + used + next.size() > line_width) {
      words += fmt::format("{}\n {}", end, begin);
      used = begin.size() + end.size();
      column = 1;
    }
    words += next;
    used += next.size();
    text.remove_prefix(size);
  }
  return words + std::string(end);
}

/// How many bytes of a line to take: up to the last blank within so many, or else up to the next one.
std::size_t break_of(std::string_view line, std::size_t width) {
  std::size_t blank = 0, at = 0;
  while (at < line.size() && at < longest_line) {
    if (line[at] == ' ' && at > 0 && line[at - 1] != ' ') blank = at;
    if (at >= width && blank > 0) return blank;
    at += character_size(line.substr(at));
  }
  return at;
}

}  // namespace

std::string mail_header(std::string_view name, std::string_view text) {
  std::string one_line(text);
  std::ranges::replace_if(
      one_line, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7F; }, ' ');
  std::string header = fmt::format("{}: ", name);
  if (!is_plain(one_line)) return header + encoded_words(one_line, header.size()) + "\n";
  std::string_view rest = one_line;
  std::size_t width = line_width - header.size();
  while (rest.size() > width) {
    const std::size_t taken = break_of(rest, width);
    if (taken == rest.size()) break;
    // A word that is longer than a line may be is broken as no reader would put together again.
    if (rest[taken] != ' ') return header.substr(0, name.size() + 2) + encoded_words(one_line, name.size() + 2) + "\n";
    header += fmt::format("{}\n", rest.substr(0, taken));  // the blank begins the next line: that folds it
    rest.remove_prefix(taken);
    width = line_width;
  }
  return header + std::string(rest) + "\n";
}

std::string mail_date(Instant instant) {
  constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto date = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day civil(date);
  const std::chrono::hh_mm_ss time(instant - date);
  return fmt::format("{}, {} {} {} {:02}:{:02}:{:02} +0000", days[std::chrono::weekday(date).c_encoding()],
                     static_cast<unsigned>(civil.day()), months[static_cast<unsigned>(civil.month()) - 1],
                     static_cast<int>(civil.year()), time.hours().count(), time.minutes().count(),
                     time.seconds().count());
}

std::string mail_body(std::string_view text) {
  std::string body;
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    std::string_view indent = "";
    while (line.size() + indent.size() > line_width) {
      const std::size_t taken = break_of(line, line_width - indent.size());
      if (taken == line.size()) break;
      body += fmt::format("{}{}\n", indent, line.substr(0, taken));
      line.remove_prefix(std::min(line.find_first_not_of(' ', taken), line.size()));
      indent = "  ";
    }
    body += fmt::format("{}{}\n", indent, line);
  }
  return body;
}

}  // namespace wafercast
