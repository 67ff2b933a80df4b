#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace wafercast::language {

/// A text that does not say what its field asks for. Whoever knows the place turns it into a diagnostic.
class ValueError : public std::runtime_error {
 public:
  explicit ValueError(const std::string& problem, std::string suggestion = {})
      : std::runtime_error(problem), suggestion_(std::move(suggestion)) {}
  const std::string& suggestion() const { return suggestion_; }

 private:
  std::string suggestion_;
};

std::string_view trimmed(std::string_view text);

/// `first..last`; nothing where there are no two points.
struct TextRange {
  std::string_view first, last;  ///< trimmed
};
std::optional<TextRange> split_range(std::string_view text);

/// The text in quotes for a message, on one line and cut short when it is long.
std::string in_quotes(std::string_view text);

/// did_you_mean() that stays quick whatever a file holds.
std::string meant(std::string_view word, const std::vector<std::string>& candidates);

/// did_you_mean(), or all the candidates when none is near.
std::string meant_or_all(std::string_view word, const std::vector<std::string>& candidates);

/// Whether the text fits a pattern in which * stands for any text.
bool fits(std::string_view pattern, std::string_view text);

}  // namespace wafercast::language
