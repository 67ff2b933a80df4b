#pragma once

#include <engine/language/data/reading.hpp>
#include <engine/language/syntax/text.hpp>

namespace wafercast::language {

/// A question holds its metric against a figure that is known of other quarters, but not of this one: nothing is wrong
/// with it, and it cannot be answered.
class NotKnown : public ValueError {
 public:
  using ValueError::ValueError;
};

/// Reads a question such as `P(revenue[+1] > guided.revenue * 1.02) given not export_tightening`. Throws ValueError.
/// Nothing for a question that asks beyond a horizon which the caller has shortened.
std::optional<Question> read_question(const Reading& reading, const std::string& name, const Node& text);

}  // namespace wafercast::language
