#include <engine/core/printable.hpp>
#include <engine/core/suggest.hpp>
#include <engine/core/typographic.hpp>
#include <engine/core/utf8.hpp>
#include <engine/language/syntax/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace wafercast::language {
namespace {

// A name that people typed is shorter than this, and a scenario has fewer names than that; beyond, a search for the
// nearest name would cost more than it helps.
constexpr std::size_t longest_word = 60;
constexpr std::size_t most_candidates = 500;

}  // namespace

std::string_view trimmed(std::string_view text) {
  const auto take = [&](std::string_view blank) {
    const bool before = text.starts_with(blank);
    if (before) text.remove_prefix(blank.size());
    const bool behind = text.ends_with(blank);
    if (behind) text.remove_suffix(blank.size());
    return before || behind;
  };
  constexpr std::array<std::string_view, 4> plain = {" ", "\t", "\r", "\n"};
  while (std::ranges::any_of(plain, take) || std::ranges::any_of(no_break_blanks, take)) {
  }
  return text;
}

std::optional<TextRange> split_range(std::string_view text) {
  const auto dots = text.find("..");
  if (dots == std::string_view::npos) return std::nullopt;
  return TextRange{trimmed(text.substr(0, dots)), trimmed(text.substr(dots + 2))};
}

std::string in_quotes(std::string_view text) {
  std::string shown(text);
  if (shown.size() > longest_word) {
    std::size_t end = longest_word;
    while (end > 0 && continues_character(shown[end])) --end;
    shown = shown.substr(0, end) + "…";
  }
  return fmt::format("'{}'", printable_line(shown));
}

std::string meant(std::string_view word, const std::vector<std::string>& candidates) {
  if (word.size() > longest_word || candidates.size() > most_candidates) return {};
  return did_you_mean(word, candidates);
}

std::string meant_or_all(std::string_view word, const std::vector<std::string>& candidates) {
  const std::string near = meant(word, candidates);
  if (!near.empty() || candidates.empty() || candidates.size() > 20) return near;
  return fmt::format("known: {}", fmt::join(candidates, ", "));
}

bool fits(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0, star = std::string_view::npos, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  return std::all_of(pattern.begin() + static_cast<std::ptrdiff_t>(p), pattern.end(), [](char c) { return c == '*'; });
}

}  // namespace wafercast::language
