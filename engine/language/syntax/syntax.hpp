#pragma once

#include <engine/core/diagnostics.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wafercast::language {

/// Where a piece of a file stands; files are shared so that a tree of many nodes stays small.
struct Place {
  std::shared_ptr<const std::string> file;
  int line = 0;
  int column = 0;

  SourceLocation location() const { return {file ? *file : std::string(), line, column}; }
};

struct Entry;

/// A piece of a YAML file: every scalar is text, maps keep the order in which they were written.
struct Node {
  enum class Kind { scalar, list, map };

  Kind kind = Kind::scalar;
  Place place;  ///< a block list or map that is the value of a key stands where its key stands
  std::string text;
  std::vector<Node> items;
  std::vector<Entry> entries;

  bool is_scalar() const { return kind == Kind::scalar; }
  bool is_list() const { return kind == Kind::list; }
  bool is_map() const { return kind == Kind::map; }
  bool is_empty() const { return is_scalar() && text.empty(); }
  SourceLocation where() const { return place.location(); }

  const Node* find(std::string_view key) const;  ///< nothing when there is no such key
  Node* find(std::string_view key);
  void erase(std::string_view key);
};

struct Entry {
  std::string key;
  Place place;
  Node value;
};

Node scalar_node(std::string text, Place place);

/// The same text and structure, wherever they stand; blanks at the ends of a text do not count.
bool same_content(const Node& a, const Node& b);

/// The same text and structure at the same places of the same files, read once.
bool same_as_written(const Node& a, const Node& b);

inline constexpr std::size_t largest_file = 1 << 20;
inline constexpr int deepest_nesting = 32;
inline constexpr int most_nodes = 50'000;

/// Reads the one document of a file, whose root is a map. Anchors, aliases, merge keys, tags, directives, further
/// documents and duplicate keys are refused. Nothing when a problem, which is reported, leaves no tree.
std::optional<Node> read_yaml(std::string_view text, const std::string& file, Diagnostics& diagnostics);

/// What YAML parsers stumble over or pass in silence: bytes that are not UTF-8, a byte-order mark, control characters,
/// tabs in indentation. Answers whether the text is free of them.
bool check_text(std::string_view text, const std::string& file, Diagnostics& diagnostics);

/// The tree as YAML text, which reads as the same tree.
std::string write_yaml(const Node& node);

/// The tree on one line, for messages.
std::string on_one_line(const Node& node);

}  // namespace wafercast::language
