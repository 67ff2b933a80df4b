#include <engine/language/compose/change_section.hpp>
#include <engine/language/compose/compose.hpp>
#include <engine/language/compose/merge.hpp>
#include <engine/language/compose/overrides.hpp>
#include <engine/language/compose/targets.hpp>
#include <engine/language/syntax/fields.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

namespace wafercast::language {
namespace {

/// What a layer says itself, without what it says about its parent.
Node content_of(const Layer& layer) {
  Node content = layer.tree;
  for (const std::string_view key : keys_on_the_parent) content.erase(key);
  return content;
}

void check_has_parent(const Layer& layer, Diagnostics& diagnostics) {
  if (layer.tree.find("extends") != nullptr) return;
  for (const std::string_view key : keys_on_the_parent) {
    const Node* written = layer.tree.find(key);
    if (written == nullptr) continue;
    diagnostics.error(written->where(), fmt::format("'{}' without a parent", key), "add 'extends', or change the text");
  }
}

/// Stacked what-ifs do not know of each other: where two set the same thing, the order would decide.
class Claims {
 public:
  explicit Claims(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  void add(const Layer& layer, const Node& below) {
    if (layer.stacked_by.empty()) return;
    for (const std::string_view section : {"override", "believe", "drivers", "events"}) {
      const Node* written = layer.tree.find(section);
      if (written == nullptr || layer.tree.find("extends") == nullptr) continue;
      if (written->entries.size() > most_changes) continue;  // refused where they are applied
      for (const Entry& entry : written->entries) claim(layer, below, section, entry);
    }
  }

 private:
  struct Claim {
    std::vector<SourceLocation> stacked_by;
    SourceLocation where;
  };

  void claim(const Layer& layer, const Node& below, std::string_view section, const Entry& entry) {
    const bool own = section == "drivers" || section == "events";
    std::vector<std::string> names;
    try {
      if (own) names.push_back(section == "events" ? "events." + entry.key : entry.key);
      if (!own) {
        for (const Path& path : find_targets(below, entry.key)) names.push_back(name_of(path));
      }
    } catch (const ValueError&) {
      return;  // reported where it is applied
    }
    for (const std::string& name : names) {
      auto& claims = claims_[name];
      for (const Claim& earlier : claims) {
        if (!diverge(earlier.stacked_by, layer.stacked_by)) continue;
        diagnostics_.error(
            entry.place.location(),
            fmt::format("'{}' is set by another stacked file too ({}:{})", name,
                        std::filesystem::path(earlier.where.file).filename().string(), earlier.where.line),
            "leave one of them out, or set it in the scenario that stacks them");
      }
      claims.push_back({layer.stacked_by, entry.place.location()});
    }
  }

  static bool diverge(const std::vector<SourceLocation>& a, const std::vector<SourceLocation>& b) {
    const auto [left, right] = std::ranges::mismatch(a, b);
    return left != a.end() && right != b.end();
  }

  Diagnostics& diagnostics_;
  std::map<std::string, std::vector<Claim>> claims_;
};

/// Lays what a file says over `tree`, and changes it as the file changes `parent`, which lies below it.
void lay_over(const Layer& layer, const Node& content, const Node& parent, Node& tree, Diagnostics& diagnostics,
              Changes changes) {
  merge_over(tree, content);
  note_sections(content, parent, tree);
  apply_believe(layer.tree, parent, tree, diagnostics);
  if (changes == Changes::beliefs) return;
  apply_overrides(layer.tree, parent, tree, diagnostics);
  apply_remove(layer.tree, parent, tree, diagnostics);
}

}  // namespace

Composed compose(const std::vector<Layer>& layers, const std::optional<BeliefCuts>& cuts, Diagnostics& diagnostics,
                 Changes changes) {
  Composed composed;
  composed.tree = empty_of(Node::Kind::map, {});
  DatedChoices dated;
  Claims claims(diagnostics);
  for (const Layer& layer : layers) {
    check_has_parent(layer, diagnostics);
    claims.add(layer, composed.tree);
    Node content = content_of(layer);
    if (cuts) select_dated(content, *cuts, dated, diagnostics);
    const bool has_parent = layer.tree.find("extends") != nullptr;
    const Node parent = has_parent ? composed.tree : Node{};
    const bool beliefs_alone = has_parent && changes == Changes::beliefs;
    for (const char* key : {"events", "questions"}) {  // who asks about an event of its own asks of all changes
      if (beliefs_alone) content.erase(key);
    }
    drop_replaced_paths(composed.tree, content, dated);
    if (has_parent) {
      lay_over(layer, content, parent, composed.tree, diagnostics, changes);
    } else {
      merge_over(composed.tree, content);
    }
  }
  if (cuts) fill_in_past(composed.tree, dated, diagnostics);
  composed.not_yet = std::move(dated.not_yet);
  return composed;
}

Node with_changes(const Node& below, const Layer& layer, Diagnostics& diagnostics, Changes changes) {
  Node tree = below;
  lay_over(layer, content_of(layer), below, tree, diagnostics, changes);
  return tree;
}

Node heading_of(const std::vector<Layer>& layers) {
  Node heading = empty_of(Node::Kind::map, {});
  for (const Layer& layer : layers) {
    Node own = empty_of(Node::Kind::map, layer.tree.place);
    for (const std::string_view key : heading_keys) {
      if (const Node* written = layer.tree.find(key)) put(own, key, *written);
    }
    merge_over(heading, std::move(own));
  }
  return heading;
}

void add_layer_words(Vocabulary& words) {
  words.add("layer", {{"parts", Presence::optional, "[text]",
                       "files with sections of this one, beside it; they start with part/1"},
                      {"extends", Presence::optional, "text", "the scenario that it changes, beside it"},
                      {"with", Presence::optional, "[text]", "further what-ifs of the same base, applied in order"},
                      {"override", Presence::optional, "{override|[override]}",
                       "suppositions: what holds from a time on, whatever was believed"},
                      {"believe", Presence::optional, "{any}", "beliefs in the place of the parent's, learnt anew"},
                      {"remove", Presence::optional, "texts", "what the parent has and this scenario does not"}});
  words.add("dated", {{"since", Presence::required, "text", "the day from which it was believed"}});
}

}  // namespace wafercast::language
