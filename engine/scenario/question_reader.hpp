#pragma once

#include <wafercast/scenario/reading.hpp>

namespace wafercast::language {

/// Reads a question such as `P(revenue[+1] > guided.revenue * 1.02) given not export_tightening`. Throws ValueError.
/// Nothing for a question that asks beyond a horizon which the caller has shortened.
std::optional<Question> read_question(const Reading& reading, const std::string& name, const Node& text);

}  // namespace wafercast::language
