#include <engine/core/printable.hpp>
#include <engine/core/utf8.hpp>

#include <gtest/gtest.h>

namespace wafercast::testing {
namespace {

TEST(Printable, WhatATerminalObeysIsWrittenOut) {
  EXPECT_EQ(printable("a\x1b[31mb\x07\x7f"), "a\\x1b[31mb\\x07\\x7f");
  EXPECT_EQ(printable("\xC2\x9B"
                      "31m"),
            "\\u009b31m");
  EXPECT_EQ(printable("a\xE2\x80\xAE"
                      "b\xE2\x81\xA6\xE2\x80\xA8"),
            "a\\u202eb\\u2066\\u2028");
}

TEST(Printable, OtherTextStays) {
  const std::string text = "Größe → 50 %,\n\t東京 …";
  EXPECT_EQ(printable(text), text);
  EXPECT_EQ(printable_line("a\nb"), "a b");
}

TEST(Printable, BytesThatAreNoCharacterAreWrittenOut) {
  EXPECT_EQ(printable("Soci\xE9t\xE9"), "Soci\\xe9t\\xe9");
  EXPECT_EQ(printable("\xC2"), "\\xc2") << "half a character at the end";
  EXPECT_EQ(printable("\xED\xA0\x80"), "\\xed\\xa0\\x80") << "a surrogate";
}

TEST(Utf8, EndsBeforeABadByte) {
  EXPECT_EQ(utf8_prefix("Société €"), std::string_view("Société €").size());
  EXPECT_EQ(utf8_prefix("Soci\xE9t\xE9"), 4u);
}

}  // namespace
}  // namespace wafercast::testing
