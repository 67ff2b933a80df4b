#include <engine/core/diagnostics.hpp>
#include <engine/core/printable.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

namespace wafercast {
namespace {

std::vector<Diagnostic> in_order_of_place(std::vector<Diagnostic> diagnostics) {
  const auto place = [](const Diagnostic& d) { return std::tie(d.where.file, d.where.line, d.where.column); };
  std::stable_sort(diagnostics.begin(), diagnostics.end(),
                   [&](const Diagnostic& a, const Diagnostic& b) { return place(a) < place(b); });
  // What is read in two ways, as it is written and as it is in force, is told once.
  diagnostics.erase(std::unique(diagnostics.begin(), diagnostics.end()), diagnostics.end());
  return diagnostics;
}

std::string one_line_each(const std::vector<Diagnostic>& diagnostics) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics) {
    if (!text.empty()) text += '\n';
    text += to_string(diagnostic);
  }
  return text;
}

/// More problems than these help nobody: the first of each file's places, and how many there are.
std::vector<Diagnostic> cut_short(std::vector<Diagnostic> diagnostics) {
  constexpr std::size_t most = 50;
  if (diagnostics.size() <= most) return diagnostics;
  const std::size_t others = diagnostics.size() - most;
  diagnostics.resize(most);
  diagnostics.push_back({{}, fmt::format("and {} more problems", others), "mend these first"});
  return diagnostics;
}

}  // namespace

std::string to_string(const Diagnostic& diagnostic) {
  const SourceLocation& where = diagnostic.where;
  std::string text;
  if (!where.file.empty()) text = where.file + ":";
  if (where.line > 0) text += fmt::format("{}:{}:", where.line, where.column);
  if (!text.empty()) text += ' ';
  text += diagnostic.problem;
  if (!diagnostic.suggestion.empty()) text += "; " + diagnostic.suggestion;
  return printable(text);
}

InputError::InputError(std::vector<Diagnostic> diagnostics)
    : std::runtime_error(one_line_each(cut_short(in_order_of_place(diagnostics)))),
      diagnostics_(in_order_of_place(std::move(diagnostics))) {}

InputError::InputError(Diagnostic diagnostic) : InputError(std::vector<Diagnostic>{std::move(diagnostic)}) {}

void refuse(SourceLocation where, std::string problem, std::string suggestion) {
  throw InputError(Diagnostic{std::move(where), std::move(problem), std::move(suggestion)});
}

void refuse(std::string problem, std::string suggestion) {
  refuse(SourceLocation{}, std::move(problem), std::move(suggestion));
}

void Diagnostics::error(SourceLocation where, std::string problem, std::string suggestion) {
  found_.push_back({std::move(where), std::move(problem), std::move(suggestion)});
}

void Diagnostics::add(const std::vector<Diagnostic>& found) {
  found_.insert(found_.end(), found.begin(), found.end());
}

void Diagnostics::throw_if_any() const {
  if (any()) throw InputError(found_);
}

}  // namespace wafercast
