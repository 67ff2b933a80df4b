#include <runners/jobs/studies/scenario_differences.hpp>

#include <engine/language/syntax/syntax.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace wafercast {
namespace {

using language::Entry;
using language::Node;

constexpr std::array<std::string_view, 5> silent = {"name", "sources", "changes", "notes", "learnt_over"};

/// Whether maps at this depth are told key by key: sections and what they hold are, a belief is told whole.
bool is_told_by_key(const Node& before, const Node& after, std::size_t depth) {
  constexpr std::size_t deepest = 3;
  return before.is_map() && after.is_map() && depth < deepest;
}

/// What is supposed of a driver, without the braces of the file: `× 0.8 from 2026Q4`.
std::string words_of_supposition(const Node& supposition) {
  std::string words;
  for (const Entry& entry : supposition.entries) {
    if (!words.empty()) words += " ";
    if (entry.key == "instead") {
      const Node* value = entry.value.find("value");
      words += language::on_one_line(value != nullptr ? *value : entry.value);
    } else if (entry.key == "scale") {
      words += "× " + language::on_one_line(entry.value);
    } else {
      words += entry.key + " " + language::on_one_line(entry.value);
    }
  }
  return words;
}

std::string words_of(const std::string& key, const Node& node) {
  if (key != "suppose" || !node.is_list()) return language::on_one_line(node);
  std::string words;
  for (const Node& supposition : node.items)
    words += (words.empty() ? "" : ", then ") + words_of_supposition(supposition);
  return words;
}

class Comparer {
 public:
  void compare(const Node& before, const Node& after, const std::string& name, std::size_t depth) {
    for (const Entry& entry : before.entries) {
      if (depth == 0 && std::ranges::find(silent, entry.key) != silent.end()) continue;
      const Node* there = after.find(entry.key);
      if (there != nullptr && language::same_content(entry.value, *there)) continue;
      if (there != nullptr && is_told_by_key(entry.value, *there, depth)) {
        compare(entry.value, *there, joined(name, entry.key), depth + 1);
      } else {
        tell(name, entry.key, &entry.value, there);
      }
    }
    for (const Entry& entry : after.entries) {
      if (depth == 0 && std::ranges::find(silent, entry.key) != silent.end()) continue;
      if (before.find(entry.key) == nullptr) tell(name, entry.key, nullptr, &entry.value);
    }
  }

  std::vector<ScenarioDifference> take() { return std::move(found_); }

 private:
  /// As people name it: drivers by their bare name.
  static std::string joined(const std::string& name, const std::string& key) {
    if (name.empty()) return key == "drivers" ? "" : key;
    return name + "." + key;
  }

  void tell(const std::string& name, const std::string& key, const Node* before, const Node* after) {
    const bool plain = key == "value" || key == "suppose";
    found_.push_back({plain ? name : joined(name, key), before != nullptr ? words_of(key, *before) : "",
                      after != nullptr ? words_of(key, *after) : ""});
  }

  std::vector<ScenarioDifference> found_;
};

Node tree_of(const Scenario& scenario) {
  Diagnostics none;
  auto tree = language::read_yaml(scenario.resolved, scenario.file, none);
  return tree ? std::move(*tree) : Node{};
}

}  // namespace

std::vector<ScenarioDifference> scenario_differences(const Scenario& before, const Scenario& after) {
  Comparer comparer;
  comparer.compare(tree_of(before), tree_of(after), "", 0);
  return comparer.take();
}

}  // namespace wafercast
