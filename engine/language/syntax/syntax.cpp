#include <engine/core/printable.hpp>
#include <engine/language/syntax/syntax.hpp>
#include <engine/language/syntax/text.hpp>
#include <engine/language/syntax/yaml_places.hpp>

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>
#include <unordered_map>
#include <utility>

namespace wafercast::language {

const Node* Node::find(std::string_view key) const {
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const Entry& e) { return e.key == key; });
  return found == entries.end() ? nullptr : &found->value;
}

Node* Node::find(std::string_view key) {
  return const_cast<Node*>(std::as_const(*this).find(key));
}

void Node::erase(std::string_view key) {
  std::erase_if(entries, [&](const Entry& e) { return e.key == key; });
}

Node scalar_node(std::string text, Place place) {
  Node node;
  node.text = std::move(text);
  node.place = std::move(place);
  return node;
}

bool same_content(const Node& a, const Node& b) {
  const auto same_entry = [](const Entry& x, const Entry& y) {
    return x.key == y.key && same_content(x.value, y.value);
  };
  return a.kind == b.kind && trimmed(a.text) == trimmed(b.text) &&
         std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(), same_content) &&
         std::equal(a.entries.begin(), a.entries.end(), b.entries.begin(), b.entries.end(), same_entry);
}

namespace {

bool same_place(const Place& a, const Place& b) {
  return a.file == b.file && a.line == b.line && a.column == b.column;
}

}  // namespace

bool same_as_written(const Node& a, const Node& b) {
  const auto same_entry = [](const Entry& x, const Entry& y) {
    return x.key == y.key && same_place(x.place, y.place) && same_as_written(x.value, y.value);
  };
  return a.kind == b.kind && same_place(a.place, b.place) && a.text == b.text &&
         std::ranges::equal(a.items, b.items, same_as_written) && std::ranges::equal(a.entries, b.entries, same_entry);
}

namespace {

/// Thrown through the parser when reading on is pointless or unsafe.
struct Refused {
  Diagnostic diagnostic;
};

struct Words {
  std::string problem, suggestion;
};

/// What the parser says of its own states, as somebody who writes scenarios would say it.
Words in_words(const std::string& message) {
  const std::pair<std::string_view, Words> known[] = {
      {"end of map not found", {"the line stands at another indentation, or as a list item among keys", "align it"}},
      {"end of sequence not found", {"the line is no item of the list above", "start it with '- ', or align it"}},
      {"end of map flow not found", {"a '{' is not closed", "close it with '}', or separate its keys by ','"}},
      {"end of sequence flow not found", {"a '[' is not closed", "close it with ']', or separate its items by ','"}},
      {"illegal map value", {"a ':' where no key can stand", "check the indentation, or quote a text with ': ' in it"}},
      {"illegal block entry", {"a '-' where no list item can stand", "put it on a line of its own"}},
      {"illegal flow end", {"a '}' or ']' that closes nothing", "remove it, or quote the text"}},
      {"unknown token", {"a character that starts no text", "quote a text that starts with it"}},
  };
  for (const auto& [says, words] : known) {
    if (message == says) return words;
  }
  return {message, ""};
}

class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(std::string_view text, const std::string& file, Diagnostics& diagnostics)
      : text_(text), places_(text, file), diagnostics_(diagnostics) {}

  std::optional<Node> take_root() { return std::move(root_); }

  /// The parser itself complains of an alias before it is handed on.
  void report(const YAML::Exception& problem) {
    const bool at_alias = text_.substr(places_.offset(problem.mark)).starts_with('*');
    const Words words = in_words(problem.msg);
    diagnostics_.error(places_.of(problem.mark).location(), fmt::format("not readable as YAML ({})", words.problem),
                       at_alias ? "quote a text that starts with '*'" : words.suggestion);
  }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (documents_++ > 0) {
      refuse(mark, "more text after the end of the document (a file holds one)", "remove it, or check the indentation");
    }
  }
  void OnDocumentEnd() override {}

  void OnAnchor(const YAML::Mark& mark, const std::string&) override { refuse_anchor(mark); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    refuse(mark, "aliases are not understood", "quote a text that starts with '*'");
  }

  /// The parser calls `null`, `~` and nothing at all the same; only the text tells them apart.
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (anchor != 0) refuse_anchor(mark);
    const std::string_view rest = text_.substr(places_.offset(mark));
    for (const std::string_view word : {"~", "null", "Null", "NULL"}) {
      if (rest.starts_with(word)) return add_scalar(mark, word);
    }
    const bool has_key = !open_.empty() && open_.back().key;
    add_counted(mark, scalar_node({}, has_key ? open_.back().key_place : places_.of(mark)));
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    check_properties(mark, tag, anchor);
    check_closed(mark);
    add_scalar(mark, value);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override {
    start(mark, tag, anchor, style, Node::Kind::list);
  }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override {
    start(mark, tag, anchor, style, Node::Kind::map);
  }
  void OnSequenceEnd() override { end(); }
  void OnMapEnd() override { end(); }

 private:
  struct Open {
    Node node;
    std::optional<std::string> key;
    Place key_place;
    std::unordered_map<std::string, Place> seen;
  };

  [[noreturn]] void refuse(const YAML::Mark& mark, std::string problem, std::string suggestion) {
    throw Refused{{places_.of(mark).location(), std::move(problem), std::move(suggestion)}};
  }
  [[noreturn]] void refuse_anchor(const YAML::Mark& mark) {
    refuse(mark, "anchors are not understood", "quote a text that starts with '&'");
  }

  void check_properties(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    if (anchor != 0) refuse_anchor(mark);
    if (!tag.empty() && tag != "?" && tag != "!") {
      refuse(mark, "tags are not understood", "quote a text that starts with '!'");
    }
  }

  /// yaml-cpp 0.7 takes the end of the file for the end of some quoted texts.
  void check_closed(const YAML::Mark& mark) {
    const std::string_view rest = text_.substr(places_.offset(mark));
    if (!rest.starts_with('"') && !rest.starts_with('\'')) return;
    const char quote = rest.front();
    std::size_t at = 1;
    for (; at < rest.size(); ++at) {
      const bool escapes = quote == '"' ? rest[at] == '\\' : rest.substr(at, 2) == "''";
      if (!escapes && rest[at] == quote) break;
      if (escapes) ++at;
    }
    if (at >= rest.size()) refuse(mark, "a quoted text has no end", "close it");
  }

  void add_scalar(const YAML::Mark& mark, std::string_view text) {
    add_counted(mark, scalar_node(printable(text), places_.of(mark)));
  }

  void add_counted(const YAML::Mark& mark, Node node) {
    count(mark);
    add(mark, std::move(node));
  }

  void count(const YAML::Mark& mark) {
    if (++nodes_ > most_nodes) refuse(mark, fmt::format("more than {} values in one file", most_nodes), {});
  }

  void start(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value style,
             Node::Kind kind) {
    check_properties(mark, tag, anchor);
    count(mark);
    if (open_.size() >= deepest_nesting) {
      refuse(mark, fmt::format("nested more than {} deep", deepest_nesting), {});
    }
    const bool in_map = !open_.empty() && open_.back().node.is_map();
    if (in_map && !open_.back().key)
      refuse(mark, "a list or a map cannot be a key", "quote a key that holds '[' or '{'");
    Open open;
    open.node.kind = kind;
    open.node.place = in_map && style != YAML::EmitterStyle::Flow ? open_.back().key_place : places_.of(mark);
    open_.push_back(std::move(open));
  }

  void end() {
    Node node = std::move(open_.back().node);
    open_.pop_back();
    add(YAML::Mark::null_mark(), std::move(node));
  }

  void add(const YAML::Mark& mark, Node node) {
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    Open& parent = open_.back();
    if (parent.node.is_list()) {
      parent.node.items.push_back(std::move(node));
    } else if (!parent.key) {
      take_key(mark, parent, std::move(node));
    } else {
      add_entry(parent, std::move(node));
    }
  }

  void take_key(const YAML::Mark& mark, Open& parent, Node node) {
    if (node.text == "<<") refuse(mark, "merge keys are not understood", "write the values out, or use 'extends'");
    if (node.text.empty()) diagnostics_.error(node.where(), "an empty key", "name it");
    parent.key = printable_line(node.text);
    parent.key_place = node.place;
  }

  void add_entry(Open& parent, Node node) {
    const auto [first, is_new] = parent.seen.emplace(*parent.key, parent.key_place);
    if (is_new) {
      parent.node.entries.push_back({*parent.key, parent.key_place, std::move(node)});
    } else {
      const SourceLocation before = first->second.location();
      diagnostics_.error(parent.key_place.location(),
                         fmt::format("key {} is written twice (first at {}:{}:{})", in_quotes(*parent.key), before.file,
                                     before.line, before.column),
                         "keep one");
    }
    parent.key.reset();
  }

  std::string_view text_;
  Places places_;
  Diagnostics& diagnostics_;
  std::vector<Open> open_;
  std::optional<Node> root_;
  int documents_ = 0;
  int nodes_ = 0;
};

}  // namespace

std::optional<Node> read_yaml(std::string_view text, const std::string& file, Diagnostics& diagnostics) {
  if (!check_text(text, file, diagnostics)) return std::nullopt;
  TreeBuilder builder(text, file, diagnostics);
  std::istringstream in{std::string(text)};
  try {
    YAML::Parser parser(in);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Refused& refused) {
    diagnostics.error(refused.diagnostic.where, refused.diagnostic.problem, refused.diagnostic.suggestion);
    return std::nullopt;
  } catch (const YAML::Exception& problem) {
    builder.report(problem);
    return std::nullopt;
  }
  auto root = builder.take_root();
  if (root && root->is_map()) return root;
  diagnostics.error({file, 1, 1}, root ? "a scenario is a map of keys and values" : "the file is empty",
                    "start with 'wafercast: scenario/1'");
  return std::nullopt;
}

}  // namespace wafercast::language
