#include <engine/language/compose/change_section.hpp>
#include <engine/language/compose/compose.hpp>
#include <engine/language/compose/enclosure.hpp>
#include <engine/language/compose/merge.hpp>
#include <engine/language/compose/overrides.hpp>
#include <engine/language/compose/targets.hpp>
#include <engine/language/syntax/fields.hpp>
#include <engine/language/syntax/file_bytes.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace wafercast::language {
namespace {

// Deep chains of files are hard to follow, and each holds a megabyte at most: eight keep the whole within bounds.
constexpr std::size_t longest_chain = 8;
constexpr std::size_t most_layers = 64;

constexpr std::string_view version = "scenario/1";

void check_version(const Layer& layer, Diagnostics& diagnostics) {
  const Node* written = layer.tree.find("wafercast");
  if (written == nullptr) {
    diagnostics.error({layer.file, 1, 1}, "the file does not say that it is a scenario",
                      fmt::format("start with 'wafercast: {}'", version));
  } else if (written->text != version) {
    diagnostics.error(written->where(), fmt::format("{} is not a version that can be read", in_quotes(written->text)),
                      fmt::format("write {}", version));
  }
}

std::optional<Layer> load(const std::string& file, const SourceLocation& named_at, Diagnostics& diagnostics) {
  std::string bytes;
  try {
    bytes = read_bytes(file, largest_file);
  } catch (const ValueError& problem) {
    diagnostics.error(named_at, fmt::format("{}: {}", in_quotes(file), problem.what()));
    return std::nullopt;
  }
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";  // as some editors write it; it says nothing
  std::string_view text = bytes;
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  auto tree = read_yaml(text, file, diagnostics);
  if (!tree) return std::nullopt;
  Layer layer{file, std::move(*tree), digest_of(bytes)};
  check_version(layer, diagnostics);
  return layer;
}

std::string beside(const Layer& layer, const Node& name) {
  const auto folder = std::filesystem::path(layer.file).parent_path();
  return (folder / text_of(name)).lexically_normal().generic_string();
}

bool same_file(const std::string& a, const std::string& b) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  return fs::weakly_canonical(a, ignored) == fs::weakly_canonical(b, ignored);
}

bool same_place(const SourceLocation& a, const SourceLocation& b) {
  return a.file == b.file && a.line == b.line && a.column == b.column;
}

/// Loads a scenario's files, each once.
class Loader {
 public:
  Loader(Enclosure enclosure, Diagnostics& diagnostics) : enclosure_(std::move(enclosure)), diagnostics_(diagnostics) {}

  void load(const std::string& file, const SourceLocation& named_at) {
    auto layer = language::load(file, named_at, diagnostics_);
    if (!layer) return;
    layer->stacked_by = stacked_by_;
    open_.push_back(file);
    if (const Node* extends = layer->tree.find("extends")) {
      guarded(extends->where(), diagnostics_, [&] {
        if (extends->is_list()) {
          throw ValueError("a scenario extends exactly one parent",
                           "stack further what-ifs with 'with: [a.yaml, b.yaml]'");
        }
        load_once(beside(*layer, *extends), *extends);
      });
    }
    if (const Node* with = layer->tree.find("with")) {
      guarded(with->where(), diagnostics_, [&] {
        for (const Node* name : texts_of(*with)) {
          guarded(name->where(), diagnostics_, [&] { stack(beside(*layer, *name), *name); });
        }
      });
    }
    open_.pop_back();
    layers_.push_back(std::move(*layer));
  }

  std::vector<Layer> take() { return std::move(layers_); }

 private:
  void load_once(const std::string& file, const Node& named) {
    enclosure_.check(file);
    check_circle(file);
    const auto loaded = std::ranges::find_if(layers_, [&](const Layer& layer) { return same_file(layer.file, file); });
    if (loaded == layers_.end()) return load(file, named.where());
    // Whatever two stacked files have in common is no change of either.
    const auto common = std::ranges::mismatch(loaded->stacked_by, stacked_by_, same_place).in1;
    loaded->stacked_by.erase(common, loaded->stacked_by.end());
  }

  void stack(const std::string& file, const Node& named) {
    const std::size_t before = layers_.size();
    stacked_by_.push_back(named.where());
    load_once(file, named);
    stacked_by_.pop_back();
    for (std::size_t i = before; i < layers_.size(); ++i) {
      if (layers_[i].tree.find("extends") != nullptr) continue;
      throw ValueError(fmt::format("{} is built on a base of its own ('with' stacks what-ifs of the same base)",
                                   in_quotes(named.text)),
                       "let it extend the base that this scenario extends");
    }
  }

  /// Whether a file is being read already; the message shows the way round.
  void check_circle(const std::string& file) const {
    std::vector<std::string> names;
    for (const std::string& open : open_) names.push_back(std::filesystem::path(open).filename().string());
    names.push_back(std::filesystem::path(file).filename().string());
    const bool seen = std::ranges::any_of(open_, [&](const std::string& open) { return same_file(open, file); });
    if (seen) throw ValueError(fmt::format("'extends' goes round in a circle ({})", fmt::join(names, " → ")));
    if (names.size() > longest_chain || layers_.size() > most_layers) {
      throw ValueError(names.size() > longest_chain ? fmt::format("more than {} files extend each other", longest_chain)
                                                    : fmt::format("more than {} files", most_layers));
    }
  }

  Enclosure enclosure_;
  Diagnostics& diagnostics_;
  std::vector<Layer> layers_;
  std::vector<std::string> open_;
  std::vector<SourceLocation> stacked_by_;
};

constexpr std::array changing_keys = {"override", "believe", "remove"};

/// What a layer says itself, without what it says about its parent.
Node content_of(const Layer& layer) {
  Node content = layer.tree;
  for (const std::string_view key : {"extends", "with"}) content.erase(key);
  for (const char* key : changing_keys) content.erase(key);
  return content;
}

void check_has_parent(const Layer& layer, Diagnostics& diagnostics) {
  if (layer.tree.find("extends") != nullptr) return;
  for (const std::string_view key : {"override", "believe", "remove", "with"}) {
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
    const auto [left, right] = std::ranges::mismatch(a, b, same_place);
    return left != a.end() && right != b.end();
  }

  Diagnostics& diagnostics_;
  std::map<std::string, std::vector<Claim>> claims_;
};

}  // namespace

std::vector<Layer> load_layers(const std::filesystem::path& file, const ReadOptions& options,
                               Diagnostics& diagnostics) {
  Loader loader(Enclosure(file, options), diagnostics);
  loader.load(file.generic_string(), {});
  return loader.take();
}

Composed compose(const std::vector<Layer>& layers, const std::optional<BeliefCuts>& cuts, Diagnostics& diagnostics,
                 Changes changes) {
  Composed composed;
  composed.tree.kind = Node::Kind::map;
  Claims claims(diagnostics);
  for (const Layer& layer : layers) {
    check_has_parent(layer, diagnostics);
    claims.add(layer, composed.tree);
    Node content = content_of(layer);
    if (cuts) select_dated(content, *cuts, composed.not_yet, diagnostics);
    const bool has_parent = layer.tree.find("extends") != nullptr;
    const Node parent = has_parent ? composed.tree : Node{};
    const bool beliefs_alone = has_parent && changes == Changes::beliefs;
    for (const char* key : {"events", "questions"}) {  // who asks about an event of its own asks of all changes
      if (beliefs_alone) content.erase(key);
    }
    merge_over(composed.tree, content);
    if (!has_parent) continue;
    note_sections(content, parent, composed.tree);
    apply_believe(layer.tree, parent, composed.tree, diagnostics);
    if (beliefs_alone) continue;
    apply_overrides(layer.tree, parent, composed.tree, diagnostics);
    apply_remove(layer.tree, parent, composed.tree, diagnostics);
  }
  return composed;
}

void add_layer_words(Vocabulary& words) {
  words.add("layer",
            {{"extends", Presence::optional, "the scenario that it changes, beside it"},
             {"with", Presence::optional, "further what-ifs of the same base, applied in order"},
             {"override", Presence::optional, "suppositions: what holds from a time on, whatever was believed"},
             {"believe", Presence::optional, "beliefs in the place of the parent's, learnt anew"},
             {"remove", Presence::optional, "what the parent has and this scenario does not"}});
  words.add("dated", {{"since", Presence::required, "the day from which it was believed"}});
}

}  // namespace wafercast::language
