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

void write_text(YAML::Emitter& out, const std::string& text) {
  if (looks_like_a_sign(text)) out << YAML::DoubleQuoted;
  out << text;
}

void write(YAML::Emitter& out, const Node& node) {
  switch (node.kind) {
    case Node::Kind::scalar:
      write_text(out, node.text);
      return;
    case Node::Kind::list:
      if (is_short(node)) out << YAML::Flow;
      out << YAML::BeginSeq;
      for (const Node& item : node.items) write(out, item);
      out << YAML::EndSeq;
      return;
    case Node::Kind::map:
      out << YAML::BeginMap;
      for (const Entry& entry : node.entries) {
        out << YAML::Key;
        write_text(out, entry.key);
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
