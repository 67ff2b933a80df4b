#include <engine/core/utf8.hpp>
#include <engine/language/syntax/yaml_places.hpp>

#include <yaml-cpp/mark.h>

#include <algorithm>

namespace wafercast::language {

Places::Places(std::string_view text, const std::string& file)
    : text_(text), file_(std::make_shared<const std::string>(file)), line_starts_{0} {
  for (auto at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
    line_starts_.push_back(at + 1);
  }
}

std::size_t Places::offset(const YAML::Mark& mark) const {
  if (mark.is_null()) return text_.size();
  const auto line = std::min(static_cast<std::size_t>(std::max(0, mark.line)), line_starts_.size() - 1);
  return std::min(line_starts_[line] + static_cast<std::size_t>(std::max(0, mark.column)), text_.size());
}

Place Places::of(const YAML::Mark& mark) {
  const std::size_t at = offset(mark);
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), at);
  const auto line = static_cast<std::size_t>(after - line_starts_.begin());
  if (line != last_line_ || at < last_offset_) {
    last_line_ = line;
    last_offset_ = line_starts_[line - 1];
    last_column_ = 1;
  }
  for (; last_offset_ < at; ++last_offset_) {
    if (!continues_character(text_[last_offset_])) ++last_column_;
  }
  return {file_, static_cast<int>(line), last_column_};
}

}  // namespace wafercast::language
