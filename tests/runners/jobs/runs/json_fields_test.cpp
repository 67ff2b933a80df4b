#include <runners/jobs/runs/json_fields.hpp>

#include <limits>
#include <stdexcept>

namespace wafercast {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string refusal(const std::string& text, const char* key) {
  try {
    whole_in(parsed_object(text), key, 1, 1'000'000);
    return {};
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
}

TEST(JsonFields, ANumberIsWhatItIsHoweverItIsWritten) {
  for (const char* spelling : {"100000", "1e5", "1E+5", "100000.0", "1000.00e2"}) {
    const auto json = parsed_object("{\"paths\": " + std::string(spelling) + "}");
    EXPECT_EQ(whole_in(json, "paths", 1, 1'000'000), 100'000) << spelling;
    EXPECT_EQ(seed_in(json, "paths"), 100'000u) << spelling;
  }
  const auto most = parsed_object("{\"seed\": 18446744073709551615}");
  EXPECT_EQ(seed_in(most, "seed"), std::numeric_limits<std::uint64_t>::max());
}

TEST(JsonFields, WhatIsNoWholeNumberInRangeIsRefused) {
  for (const char* wrong : {"4294967300", "0", "-4", "-4.0", "1.5", "1e300", "\"4\"", "null", "true", "[4]", "{}"}) {
    const std::string why = refusal("{\"quarters\": " + std::string(wrong) + "}", "quarters");
    EXPECT_THAT(why, HasSubstr("'quarters' is")) << wrong;
  }
  EXPECT_THROW(seed_in(parsed_object("{\"seed\": 1.8446744073709552e19}"), "seed"), std::invalid_argument)
      << "digits are lost in it";
}

TEST(JsonFields, RefusalsAreInWordsForPeople) {
  for (const char* text : {"", "{", "[]", "4", "{}", "{\"quarters\": }", "\xE9"}) {
    EXPECT_THAT(refusal(text, "quarters"), ::testing::AllOf(Not(""), Not(HasSubstr("json.exception")))) << text;
  }
}

}  // namespace
}  // namespace wafercast
