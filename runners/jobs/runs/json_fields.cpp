#include <runners/jobs/runs/json_fields.hpp>

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>

namespace wafercast {
namespace {

[[noreturn]] void refuse_json(const std::string& why) {
  throw std::invalid_argument(why);
}

const nlohmann::json& field_in(const nlohmann::json& json, const char* key) {
  const auto field = json.find(key);
  if (field == json.end()) refuse_json(fmt::format("it has no '{}'", key));
  return *field;
}

/// The number as a whole one without a sign; nothing is rounded.
std::uint64_t magnitude_of(const nlohmann::json& number, const char* key) {
  if (number.is_number_unsigned()) return number.get<std::uint64_t>();
  constexpr double exact_below = 0x1p53;
  const double value = number.is_number_float() ? number.get<double>() : -1.0;
  if (!(value >= 0.0) || value >= exact_below || value != std::floor(value)) {
    refuse_json(fmt::format("'{}' is no whole number from 0 on", key));
  }
  return static_cast<std::uint64_t>(value);
}

}  // namespace

nlohmann::json parsed_object(std::string_view text) {
  nlohmann::json json = nlohmann::json::parse(text, nullptr, false);
  if (json.is_discarded()) refuse_json("it is no JSON");
  if (!json.is_object()) refuse_json("it is no JSON object");
  return json;
}

const nlohmann::json& object_in(const nlohmann::json& json, const char* key) {
  const nlohmann::json& field = field_in(json, key);
  if (!field.is_object()) refuse_json(fmt::format("'{}' is no object", key));
  return field;
}

const nlohmann::json& list_in(const nlohmann::json& json, const char* key) {
  const nlohmann::json& field = field_in(json, key);
  if (!field.is_array()) refuse_json(fmt::format("'{}' is no list", key));
  return field;
}

bool flag_in(const nlohmann::json& json, const char* key) {
  const nlohmann::json& field = field_in(json, key);
  if (!field.is_boolean()) refuse_json(fmt::format("'{}' is neither true nor false", key));
  return field.get<bool>();
}

std::string text_in(const nlohmann::json& json, const char* key) {
  if (!json.is_object()) refuse_json(fmt::format("what should have a '{}' is no object", key));
  const nlohmann::json& field = field_in(json, key);
  if (!field.is_string()) refuse_json(fmt::format("'{}' is no text", key));
  return field.get<std::string>();
}

std::int64_t whole_in(const nlohmann::json& json, const char* key, std::int64_t least, std::int64_t most) {
  const std::uint64_t number = magnitude_of(field_in(json, key), key);
  if (number >= static_cast<std::uint64_t>(least) && number <= static_cast<std::uint64_t>(most)) {
    return static_cast<std::int64_t>(number);
  }
  refuse_json(fmt::format("'{}' is {}, not within {} and {}", key, number, least, most));
}

std::uint64_t seed_in(const nlohmann::json& json, const char* key) {
  return magnitude_of(field_in(json, key), key);
}

}  // namespace wafercast
