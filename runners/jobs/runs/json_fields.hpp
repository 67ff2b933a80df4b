#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace wafercast {

// Fields of JSON that the program wrote and another may have rewritten: numbers in another spelling (1e5, 100000.0) are
// the numbers they are. What is wrong is a std::invalid_argument with a sentence for people.

/// Throws where the text is no JSON, or no object.
nlohmann::json parsed_object(std::string_view text);

const nlohmann::json& object_in(const nlohmann::json& json, const char* key);
const nlohmann::json& list_in(const nlohmann::json& json, const char* key);
bool flag_in(const nlohmann::json& json, const char* key);
std::string text_in(const nlohmann::json& json, const char* key);

/// A whole number within bounds. One that is written with a fraction or an exponent counts where it is whole, and as
/// exact as that writing is.
std::int64_t whole_in(const nlohmann::json& json, const char* key, std::int64_t least, std::int64_t most);
std::uint64_t seed_in(const nlohmann::json& json, const char* key);

}  // namespace wafercast
