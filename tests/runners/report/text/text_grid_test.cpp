#include <runners/report/text/text_grid.hpp>

namespace wafercast {
namespace {

TEST(DisplayWidth, CountsColumnsAndNotBytes) {
  EXPECT_EQ(display_width("revenue"), 7);
  EXPECT_EQ(display_width("±0.02"), 5);
  EXPECT_EQ(display_width("▁▂█"), 3);
  EXPECT_EQ(display_width("台積電"), 6);
  EXPECT_EQ(display_width("e\xCC\x81"), 1);  // e and a combining accent
  EXPECT_EQ(display_width("📈"), 2);
  EXPECT_EQ(display_width("\xE2\x96"), 2);  // cut short: a byte stands for itself
}

TEST(Shortened, KeepsWhatFits) {
  EXPECT_EQ(shortened("revenue", 7), "revenue");
  EXPECT_EQ(shortened("revenue", 6), "reven…");
  EXPECT_EQ(shortened("free cash", 6), "free…");
  EXPECT_EQ(shortened("台積電", 5), "台積…");
}

TEST(TextGrid, AlignsByDisplayWidth) {
  TextGrid grid({Align::left, Align::right, Align::left});
  grid.line({"a heading wider than the columns"});
  grid.row({{"é"}, {"±1"}, {"x"}});
  grid.row({{"abc"}, {"12.5"}});
  grid.row({{}, {"7"}, {"y"}});
  EXPECT_EQ(grid.text(Colours::none),
            "a heading wider than the columns\n"
            "é      ±1  x\n"
            "abc  12.5\n"
            "        7  y\n");
}

TEST(TextGrid, PaintsOnlyIfAsked) {
  TextGrid grid({Align::left, Align::right});
  grid.row({{"a", Style::strong}, {"1", Style::accent}});
  grid.row({{"bb"}, {"22", Style::faint}});
  EXPECT_EQ(grid.text(Colours::none), "a    1\nbb  22\n");
  EXPECT_EQ(grid.text(Colours::ansi), "\x1b[1ma\x1b[0m    \x1b[36m1\x1b[0m\nbb  \x1b[2m22\x1b[0m\n");
}

TEST(TextGrid, ShortensOneColumnToStayWithinItsLimit) {
  TextGrid grid({Align::left, Align::left, Align::right});
  grid.shorten(1, 16);
  grid.row({{"abc"}, {"a long sentence"}, {"99"}});
  grid.row({{"d"}, {"short"}, {"1"}});
  EXPECT_EQ(grid.text(Colours::none), "abc  a long…  99\nd    short     1\n");
}

TEST(TextGrid, ShortensOtherTextWhereOneColumnIsNotEnoughAndNeverAFigure) {
  TextGrid grid({Align::left, Align::right, Align::left});
  grid.shorten(2, 26);
  grid.row({{"a_name_of_twenty_char"}, {"123456"}, {"what is said of it"}});
  EXPECT_EQ(grid.text(Colours::none), "a_name_…  123456  what is…\n");
}

TEST(TextGrid, BreaksAParagraph) {
  TextGrid grid({Align::left});
  grid.paragraph({"nine in ten between"}, 8);
  EXPECT_EQ(grid.text(Colours::none), "nine in\nten\nbetween\n");
}

TEST(TextGrid, WritesOutWhatATerminalWouldObey) {
  TextGrid grid({Align::left, Align::left});
  grid.row({{"a\x1b[2Jb"}, {"c\nd"}});
  grid.line({"\xE9\r"});
  EXPECT_EQ(grid.text(Colours::none), "a\\x1b[2Jb  c d\n\\xe9\\x0d\n");
}

}  // namespace
}  // namespace wafercast
