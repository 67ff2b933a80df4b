#include <wafercast/scenario/compose.hpp>
#include <wafercast/scenario/fields.hpp>
#include <wafercast/scenario/file_bytes.hpp>
#include <wafercast/scenario/merge.hpp>
#include <wafercast/scenario/overrides.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace wafercast::language {
namespace {

// Deep chains of files are hard to follow, and each holds a megabyte at most: eight keep the whole within bounds.
constexpr std::size_t longest_chain = 8;

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

/// Whether a file stands in the chain already; the message shows the way round.
void check_circle(const std::vector<Layer>& children, const std::string& file) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  std::vector<std::string> names;
  for (const Layer& child : children) names.push_back(fs::path(child.file).filename().string());
  names.push_back(fs::path(file).filename().string());
  const bool seen = std::any_of(children.begin(), children.end(), [&](const Layer& child) {
    return fs::weakly_canonical(child.file, ignored) == fs::weakly_canonical(file, ignored);
  });
  if (seen) throw ValueError(fmt::format("'extends' goes round in a circle ({})", fmt::join(names, " → ")));
  if (names.size() > longest_chain)
    throw ValueError(fmt::format("more than {} files extend each other", longest_chain));
}

std::optional<Layer> load(const std::string& file, const SourceLocation& named_at, Diagnostics& diagnostics) {
  std::string bytes;
  try {
    bytes = read_bytes(file, largest_file);
  } catch (const ValueError& problem) {
    diagnostics.error(named_at, fmt::format("{}: {}", in_quotes(file), problem.what()));
    return std::nullopt;
  }
  auto tree = read_yaml(bytes, file, diagnostics);
  if (!tree) return std::nullopt;
  Layer layer{file, std::move(*tree), digest_of(bytes)};
  check_version(layer, diagnostics);
  return layer;
}

std::string parent_of(const Layer& layer, const Node& extends) {
  if (extends.is_list()) throw ValueError("a scenario extends exactly one parent");
  const auto folder = std::filesystem::path(layer.file).parent_path();
  return (folder / text_of(extends)).lexically_normal().generic_string();
}

/// What a layer says itself, without what it says about its parent.
Node content_of(const Layer& layer) {
  Node content = layer.tree;
  for (const std::string_view key : {"extends", "override", "remove"}) content.erase(key);
  return content;
}

void check_has_parent(const Layer& layer, Diagnostics& diagnostics) {
  for (const std::string_view key : {"override", "remove"}) {
    const Node* written = layer.tree.find(key);
    if (written == nullptr || layer.tree.find("extends") != nullptr) continue;
    diagnostics.error(written->where(), fmt::format("'{}' without a parent", key), "add 'extends', or change the text");
  }
}

}  // namespace

std::vector<Layer> load_layers(const std::filesystem::path& file, Diagnostics& diagnostics) {
  std::vector<Layer> layers;
  auto layer = load(file.generic_string(), {}, diagnostics);
  while (layer) {
    layers.push_back(std::move(*layer));
    layer.reset();
    const Node* extends = layers.back().tree.find("extends");
    if (extends == nullptr) break;
    guarded(extends->where(), diagnostics, [&] {
      const std::string parent = parent_of(layers.back(), *extends);
      check_circle(layers, parent);
      layer = load(parent, extends->where(), diagnostics);
    });
  }
  std::reverse(layers.begin(), layers.end());
  return layers;
}

Composed compose(const std::vector<Layer>& layers, const std::optional<BeliefCuts>& cuts, Diagnostics& diagnostics) {
  Composed composed;
  composed.tree.kind = Node::Kind::map;
  for (const Layer& layer : layers) {
    check_has_parent(layer, diagnostics);
    Node content = content_of(layer);
    if (cuts) select_dated(content, *cuts, composed.not_yet, diagnostics);
    const bool changes = layer.tree.find("override") != nullptr || layer.tree.find("remove") != nullptr;
    const Node parent = changes ? composed.tree : Node{};
    merge_over(composed.tree, std::move(content));
    if (changes && layer.tree.find("extends") != nullptr) {
      apply_overrides(layer.tree, parent, composed.tree, diagnostics);
    }
  }
  return composed;
}

}  // namespace wafercast::language
