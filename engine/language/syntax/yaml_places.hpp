#pragma once

#include <engine/language/syntax/syntax.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace YAML {
struct Mark;
}

namespace wafercast::language {

/// Turns the parser's marks, which count bytes from zero, into lines and characters from one.
class Places {
 public:
  Places(std::string_view text, const std::string& file);

  /// The byte at a mark; the end of the text for a mark that is none.
  std::size_t offset(const YAML::Mark& mark) const;

  /// Counts on from the last place asked for where it can.
  Place of(const YAML::Mark& mark);

 private:
  std::string_view text_;
  std::shared_ptr<const std::string> file_;
  std::vector<std::size_t> line_starts_;
  std::size_t last_line_ = 0;
  std::size_t last_offset_ = 0;
  int last_column_ = 1;
};

}  // namespace wafercast::language
