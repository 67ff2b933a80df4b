#include <engine/core/printable.hpp>

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
  EXPECT_EQ(printable("\xC2"), "\xC2") << "half a character at the end";
}

}  // namespace
}  // namespace wafercast::testing
