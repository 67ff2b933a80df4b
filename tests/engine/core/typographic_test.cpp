#include <engine/core/typographic.hpp>

#include <gtest/gtest.h>

namespace wafercast {
namespace {

TEST(Typographic, BlanksThatLookLikeOneAreOne) {
  EXPECT_EQ(with_plain_blanks("5\u00A0%"), "5 %");
  EXPECT_EQ(with_plain_blanks("\u202F3\u2009bn\u2007USD"), " 3 bn USD");
  EXPECT_EQ(with_plain_blanks("5 % – 6 %"), "5 % – 6 %");
}

TEST(Typographic, DashesBeforeDigits) {
  EXPECT_EQ(leading_dash("-5"), 1u);
  EXPECT_EQ(leading_dash("−5"), 3u);
  EXPECT_EQ(leading_dash("–5"), 3u);
  EXPECT_EQ(leading_dash("5"), 0u);
  EXPECT_EQ(leading_dash("—5"), 0u) << "an em dash stands between words";
  EXPECT_EQ(leading_dash(""), 0u);
}

TEST(Typographic, IsNamed) {
  EXPECT_EQ(typographic_note("5–10"), " (it holds an en dash, U+2013)");
  EXPECT_EQ(typographic_note("“a”"), " (it holds a typographic quotation mark, U+201C)");
  EXPECT_EQ(typographic_note("34\u00A0000"), " (it holds a no-break space, U+00A0)");
  EXPECT_EQ(typographic_note("5-10 \"a\""), "");
}

}  // namespace
}  // namespace wafercast
