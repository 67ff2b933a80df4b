#include <engine/language/syntax/syntax.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <yaml-cpp/emitter.h>
#include <yaml-cpp/emittermanip.h>

namespace wafercast::language {
namespace {

std::string problems_of(std::string_view text) {
  Diagnostics diagnostics;
  read_yaml(text, "s.yaml", diagnostics);
  return diagnostics.any() ? InputError(diagnostics.found()).what() : "";
}

Node tree_of(std::string_view text) {
  Diagnostics diagnostics;
  auto tree = read_yaml(text, "s.yaml", diagnostics);
  diagnostics.throw_if_any();
  return tree.value();
}

std::string place_of(const Place& place) {
  return std::to_string(place.line) + ":" + std::to_string(place.column);
}

TEST(Syntax, ScalarsStayText) {
  const Node tree =
      tree_of("a: no\nb: 1e6\nc: 1:30\nd: 2025-03-31\ne: null\nf: ~\ng:\nh: \"null\"\ni: 0x10\nj: Null\n");
  std::string texts;
  for (const Entry& entry : tree.entries) texts += entry.value.text + ";";
  EXPECT_EQ(texts, "no;1e6;1:30;2025-03-31;null;~;;null;0x10;Null;");
}

TEST(Syntax, PlacesCountCharactersFromOne) {
  const Node tree = tree_of("a: {ä: ü, b: x}\nö: [é, y]\nc:\n  d: 1\n");
  const Node& first = *tree.find("a");
  EXPECT_EQ(place_of(first.place), "1:4");
  EXPECT_EQ(place_of(first.entries[0].place), "1:5");
  EXPECT_EQ(place_of(first.entries[0].value.place), "1:8");
  EXPECT_EQ(place_of(first.entries[1].place), "1:11");
  EXPECT_EQ(place_of(first.entries[1].value.place), "1:14");
  EXPECT_EQ(place_of(tree.find("ö")->items[1].place), "2:8");
  EXPECT_EQ(place_of(tree.find("c")->place), "3:1") << "a block map stands where its key stands";
  EXPECT_EQ(place_of(tree.find("c")->find("d")->place), "4:6");
}

TEST(Syntax, PlacesWithWindowsLineEnds) {
  const Node tree = tree_of("a: 1\r\nb:\r\n  c: 2\r\n");
  EXPECT_EQ(place_of(tree.find("b")->find("c")->place), "3:6");
  EXPECT_EQ(tree.find("b")->find("c")->text, "2");
}

TEST(Syntax, MapsKeepTheirOrder) {
  const Node tree = tree_of("z: 1\na: 2\nm: 3\n");
  EXPECT_EQ(tree.entries[0].key + tree.entries[1].key + tree.entries[2].key, "zam");
}

TEST(Syntax, DuplicateKeysNameBothPlaces) {
  EXPECT_EQ(problems_of("a: 1\nb: 2\na: 3\n"), "s.yaml:3:1: key 'a' is written twice (first at s.yaml:1:1); keep one");
}

struct Refusal {
  const char* name;
  std::string text;
  const char* message;
};

class Refused : public ::testing::TestWithParam<Refusal> {};

TEST_P(Refused, WithItsPlace) {
  EXPECT_THAT(problems_of(GetParam().text), ::testing::StartsWith(GetParam().message));
}

std::string deep() {
  std::string text;
  for (int i = 0; i < 40; ++i) text += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
  return text;
}

std::string wide() {
  std::string text = "a:\n";
  for (int i = 0; i < 60'000; ++i) text += " - 1\n";
  return text;
}

INSTANTIATE_TEST_SUITE_P(
    Syntax, Refused,
    ::testing::Values(
        Refusal{"anchor", "a: &b 1\n", "s.yaml:1:4: anchors are not understood"},
        Refusal{"anchor_on_nothing", "a: &b\nc: 1\n", "s.yaml:1:4: anchors are not understood"},
        Refusal{"alias", "a: *b\n", "s.yaml:1:4: not readable as YAML (the referenced anchor is not defined); quote"},
        Refusal{"tag", "a: !x 1\n", "s.yaml:1:4: tags are not understood"},
        Refusal{"tag_on_map", "a: !!map {}\n", "s.yaml:1:4: tags are not understood"},
        Refusal{"merge_key", "a:\n  <<: 1\n", "s.yaml:2:3: merge keys are not understood"},
        Refusal{"list_as_key", "[a, b]: 1\n", "s.yaml:1:1: a list or a map cannot be a key"},
        Refusal{"empty_key", ": 1\n", "s.yaml:1:1: an empty key"},
        Refusal{"second_document", "a: 1\n---\nb: 1\n", "s.yaml:2:1: more text after the end"},
        Refusal{"text_after_end", "a: 1\n...\nb: 1\n", "s.yaml:3:1: more text after the end"},
        Refusal{"directive", "%YAML 1.2\n---\na: 1\n", "s.yaml:1:1: YAML directives"},
        Refusal{"double_quote", "a: \"b\n", "s.yaml:"}, Refusal{"single_quote", "a: 'it''s\n", "s.yaml:"},
        Refusal{"flow_without_end", "a: [1, 2\n", "s.yaml:"},
        Refusal{"deep", deep(), "s.yaml:33:33: nested more than 32 deep"},
        Refusal{"wide", wide(), "s.yaml:49999:4: more than 50000 values"},
        Refusal{"long_line", "a: " + std::string(20'000, 'x') + "\n", "s.yaml:1:1: a line of more than 16384 bytes"},
        Refusal{"tab", "a:\n \tb: 1\n", "s.yaml:2:2: a tab in the indentation"},
        Refusal{"control", "a: \x01\n", "s.yaml:1:4: a control character (U+0001)"},
        Refusal{"nul", std::string("a: \0\n", 5), "s.yaml:1:4: a control character (U+0000)"},
        Refusal{"c1_control", "a: \xC2\x85\n", "s.yaml:1:4: a control character (U+0085)"},
        Refusal{"lone_return", "a: 1\rb: 2\n", "s.yaml:1:5: a control character (U+000D)"},
        Refusal{"byte_order_mark",
                "\xEF\xBB\xBF"
                "a: 1\n",
                "s.yaml:1:1: a byte-order mark"},
        Refusal{"latin1", "a: \xE4\n", "s.yaml:1:4: not UTF-8 text"},
        Refusal{"overlong", "a: \xC0\xAF\n", "s.yaml:1:4: not UTF-8 text"},
        Refusal{"surrogate", "a: \xED\xA0\x80\n", "s.yaml:1:4: not UTF-8 text"},
        Refusal{"cut_character", "a: \xC3", "s.yaml:1:4: not UTF-8 text"},
        Refusal{"beyond_unicode", "a: \xF4\x90\x80\x80\n", "s.yaml:1:4: not UTF-8 text"},
        Refusal{"list", "- a\n", "s.yaml:1:1: a scenario is a map"},
        Refusal{"scalar", "a\n", "s.yaml:1:1: a scenario is a map"},
        Refusal{"nothing", "", "s.yaml:1:1: the file is empty"},
        Refusal{"comment", "# a\n", "s.yaml:1:1: the file is empty"}),
    [](const auto& refusal) { return std::string(refusal.param.name); });

TEST(Syntax, WritesWhatReadsAsTheSameTree) {
  const std::string text =
      "a: {b: [1, '2', \"x: y\"], c: 'null', d: ~, e: '', f: ' spaces '}\nlist:\n  - {k: 'yes', '*.x': \"#\"}\n  - "
      "[[], {}]\n"
      "quote: \"it's \\\"so\\\"\"\nlines: |\n  one\n  two\nsign: 43bn ± 2% (90%)\ncolon: 'a: b'\n'key: odd': '- x'\n";
  const Node tree = tree_of(text);
  const Node again = tree_of(write_yaml(tree));
  EXPECT_TRUE(same_content(tree, again)) << write_yaml(tree);
  EXPECT_EQ(write_yaml(tree), write_yaml(again));
}

/// What yaml-cpp writes when it looks itself for what needs quotes: one value of a key, and two of a list on one line.
std::string written_by_the_library(const std::string& text) {
  YAML::Emitter out;
  out << YAML::BeginMap << YAML::Key << "a" << YAML::Value << text << YAML::Key << "b" << YAML::Value << YAML::Flow
      << YAML::BeginSeq << text << text << YAML::EndSeq;
  // A key of its own kind is no place for lines.
  if (text.find('\n') == std::string::npos) out << YAML::Key << "k" + text << YAML::Value << "c";
  out << YAML::EndMap;
  return std::string(out.c_str()) + "\n";
}

std::string written_by_us(const std::string& text) {
  const Node value = scalar_node(text, {});
  Node list;
  list.kind = Node::Kind::list;
  list.items = {value, value};
  Node map;
  map.kind = Node::Kind::map;
  map.entries = {{"a", {}, value}, {"b", {}, list}};
  if (text.find('\n') == std::string::npos) map.entries.push_back({"k" + text, {}, scalar_node("c", {})});
  return write_yaml(map);
}

TEST(Syntax, QuotesWhatTheLibraryQuotes) {
  for (const std::string text :
       {"",     "null", "Null", "NULL",       "~",  "true", "1e5", "-1",   "- 1",
        "a, b", "a: b", "a #b", "a#b",        "a ", "9:30", "x?",  "a\nb", "90% (43bn .. 45bn)",
        "[a",   "a]",   "{a}",  "2026-03-31", "a,b"})
    EXPECT_EQ(written_by_us(text), written_by_the_library(text)) << text;
  EXPECT_EQ(written_by_us(std::string(2000, 'x')), written_by_the_library(std::string(2000, 'x')));
  // All pairs of printable characters, inside and at the end of a text: 9,025 of each.
  for (char first = ' '; first <= '~'; ++first) {
    for (char second = ' '; second <= '~'; ++second) {
      const std::string pair{first, second};
      ASSERT_EQ(written_by_us("a" + pair + "z"), written_by_the_library("a" + pair + "z")) << pair;
      ASSERT_EQ(written_by_us(pair), written_by_the_library(pair)) << pair;
    }
  }
}

TEST(Syntax, OnOneLine) {
  EXPECT_EQ(on_one_line(tree_of("a: {b: [1, 2], c: x}\n")), "{a: {b: [1, 2], c: x}}");
}

}  // namespace
}  // namespace wafercast::language
