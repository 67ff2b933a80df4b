#include <runners/report/json/schema_json.hpp>

#include <runners/files/json_text.hpp>

#include <nlohmann/json.hpp>

#include <string_view>

namespace wafercast {
namespace {

using Json = nlohmann::ordered_json;

Json reference(std::string_view name) {
  return {{"$ref", "#/$defs/" + std::string(name)}};
}

/// LanguageKey::holds as a schema.
Json schema_of(std::string_view holds) {
  if (holds == "any") return Json::object();
  const bool in_brackets = holds.front() == '[' || holds.front() == '{';
  const auto bar = in_brackets ? std::string_view::npos : holds.find('|');
  if (bar != std::string_view::npos) {
    return {{"anyOf", {schema_of(holds.substr(0, bar)), schema_of(holds.substr(bar + 1))}}};
  }
  if (!in_brackets) return reference(holds);
  const std::string_view inside = holds.substr(1, holds.size() - 2);
  if (holds.front() == '[') return {{"type", "array"}, {"items", schema_of(inside)}};
  return {{"type", "object"}, {"additionalProperties", schema_of(inside)}};
}

Json schema_of(const LanguageMap& map) {
  Json schema{{"type", "object"}, {"additionalProperties", false}, {"properties", Json::object()}};
  for (const LanguageKey& key : map.keys) {
    Json property = schema_of(key.holds);
    property["description"] = key.meaning;
    schema["properties"][key.key] = std::move(property);
    if (map.whole && key.required) schema["required"].push_back(key.key);
  }
  return schema;
}

/// A text, an interval in words, or a map that names one family or some quantiles.
Json belief_schema(const LanguageMap& families) {
  Json family = schema_of(families);
  family["patternProperties"] = {{"^p[0-9]", reference("text")}};
  return {{"anyOf", {reference("text"), std::move(family)}}};
}

}  // namespace

std::string language_schema(const std::vector<LanguageMap>& vocabulary) {
  Json schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
              {"title", "wafercast scenario/1"},
              {"$ref", "#/$defs/scenario"},
              {"$defs", Json::object()}};
  Json& defs = schema["$defs"];
  defs["text"] = {{"type", {"string", "number", "boolean", "null"}}};
  defs["texts"] = {{"anyOf", {reference("text"), {{"type", "array"}, {"items", reference("text")}}}}};
  for (const LanguageMap& map : vocabulary) {
    defs[map.name] = map.name == "belief" ? belief_schema(map) : schema_of(map);
  }
  return json_text(schema, 1);
}

}  // namespace wafercast
