#include <engine/core/typographic.hpp>
#include <engine/language/syntax/syntax.hpp>

#include <fmt/format.h>
#include <yaml-cpp/emitter.h>
#include <yaml-cpp/emittermanip.h>

#include <algorithm>

namespace wafercast::language {
namespace {

bool is_short(const Node& list) {
  return std::all_of(list.items.begin(), list.items.end(), [](const Node& item) { return item.is_scalar(); });
}

/// What a reader takes for a slip outside of quotes, at the beginning of a line or beside a sign.
bool looks_like_a_sign(const std::string& text) {
  const auto is_in_text = [&](std::string_view character) { return text.find(character) != std::string::npos; };
  return std::ranges::any_of(no_break_blanks, is_in_text) || std::ranges::any_of(invisible_characters, is_in_text);
}

enum class Around { block, flow };

/// Whether a text needs no quotes, by a look that is quick and says no to some that need none either.
bool is_plain(std::string_view text, Around around) {
  constexpr std::size_t longest_simple_key = 1024;  // yaml-cpp marks longer ones
  constexpr std::string_view nothings[] = {"null", "Null", "NULL"};
  const auto is_word = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  if (text.empty() || text.size() > longest_simple_key || !is_word(text.front()) || text.ends_with(' ')) return false;
  const bool is_nothing = std::ranges::find(nothings, text) != std::end(nothings);
  const auto is_safe = [&](char c) {
    return is_word(c) || std::string_view(" -+./%()=$").find(c) != std::string_view::npos ||
           (c == ',' && around == Around::block);
  };
  return !is_nothing && std::ranges::all_of(text, is_safe);
}

/// The emitter's own look for what needs quotes takes nine tenths of its time; what it writes as a number it
/// does not look at.
void write_text(YAML::Emitter& out, const std::string& text, Around around) {
  if (is_plain(text, around)) {
    out.WriteIntegralType<std::string_view>(text);
    return;
  }
  if (looks_like_a_sign(text)) out << YAML::DoubleQuoted;
  out << text;
}

void write(YAML::Emitter& out, const Node& node, Around around = Around::block) {
  switch (node.kind) {
    case Node::Kind::scalar:
      write_text(out, node.text, around);
      return;
    case Node::Kind::list:
      if (is_short(node)) out << YAML::Flow;
      out << YAML::BeginSeq;
      for (const Node& item : node.items) write(out, item, is_short(node) ? Around::flow : Around::block);
      out << YAML::EndSeq;
      return;
    case Node::Kind::map:
      out << YAML::BeginMap;
      for (const Entry& entry : node.entries) {
        out << YAML::Key;
        write_text(out, entry.key, Around::block);
        out << YAML::Value;
        write(out, entry.value);
      }
      out << YAML::EndMap;
  }
}

}  // namespace

std::string write_yaml(const Node& node) {
  YAML::Emitter out;
  write(out, node);
  return std::string(out.c_str()) + "\n";
}

std::string on_one_line(const Node& node) {
  if (node.is_scalar()) return node.text;
  std::vector<std::string> parts;
  for (const Node& item : node.items) parts.push_back(on_one_line(item));
  for (const Entry& entry : node.entries) parts.push_back(entry.key + ": " + on_one_line(entry.value));
  const std::string joined = fmt::format("{}", fmt::join(parts, ", "));
  return node.is_list() ? "[" + joined + "]" : "{" + joined + "}";
}

}  // namespace wafercast::language
