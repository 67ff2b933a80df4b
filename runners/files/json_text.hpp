#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace wafercast {

/// JSON as text, on lines of its own where it is indented. A file's name may hold any bytes: those that are no UTF-8
/// become U+FFFD, so that what is written can be read.
template <class Json>
std::string json_text(const Json& json, int indent = -1) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace) + (indent >= 0 ? "\n" : "");
}

}  // namespace wafercast
