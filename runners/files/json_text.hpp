#pragma once

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace wafercast {

/// JSON as text, on lines of its own where it is indented. A file's name may hold any bytes: those that are no UTF-8
/// become U+FFFD, so that what is written can be read.
template <class Json>
std::string json_text(const Json& json, int indent = -1) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace) + (indent >= 0 ? "\n" : "");
}

/// Null where there is none.
template <class Value>
nlohmann::ordered_json json_or_null(const std::optional<Value>& value) {
  return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json();
}

}  // namespace wafercast
