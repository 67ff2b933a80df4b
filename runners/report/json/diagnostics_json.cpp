#include <runners/report/json/diagnostics_json.hpp>

#include <engine/core/utf8.hpp>
#include <runners/files/json_text.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace wafercast {
namespace {

using Json = nlohmann::ordered_json;

/// A line of a file as characters, each a piece of UTF-8.
std::vector<std::string> characters_of(const std::string& file, int line) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(file, ignored)) return {};  // a pipe would be waited for
  std::ifstream in(file);
  std::string text;
  for (int at = 0; at < line && std::getline(in, text); ++at) {
  }
  std::vector<std::string> characters;
  for (const char c : text) {
    if (continues_character(c) && !characters.empty()) {
      characters.back() += c;
    } else {
      characters.emplace_back(1, c);
    }
  }
  return characters;
}

/// The column behind the word that begins at one.
int end_column(const SourceLocation& where) {
  const std::vector<std::string> line = characters_of(where.file, where.line);
  auto at = static_cast<std::size_t>(where.column - 1);
  if (at >= line.size()) return where.column + 1;
  const std::string first = line[at];
  if (first == "\"" || first == "'") {
    const auto end = std::find(line.begin() + static_cast<std::ptrdiff_t>(at) + 1, line.end(), first);
    return static_cast<int>(end - line.begin()) + (end == line.end() ? 1 : 2);
  }
  static const std::string ends = " \t,:{}[]#";
  while (at < line.size() && ends.find(line[at]) == std::string::npos) ++at;
  return std::max(static_cast<int>(at) + 1, where.column + 1);
}

}  // namespace

std::string diagnostics_json(const std::vector<Diagnostic>& problems) {
  Json list = Json::array();
  for (const Diagnostic& problem : problems) {
    Json one = {{"file", problem.where.file}};
    if (problem.where.line > 0) {
      one["range"] = {{"start", {{"line", problem.where.line}, {"column", problem.where.column}}},
                      {"end", {{"line", problem.where.line}, {"column", end_column(problem.where)}}}};
    }
    one["severity"] = "error";
    one["problem"] = problem.problem;
    if (!problem.suggestion.empty()) one["suggestion"] = problem.suggestion;
    list.push_back(std::move(one));
  }
  return json_text(Json{{"diagnostics", std::move(list)}}, 2);
}

}  // namespace wafercast
