#include <engine/core/digest.hpp>
#include <engine/language/compose/enclosure.hpp>
#include <engine/language/compose/layers.hpp>
#include <engine/language/compose/parts.hpp>
#include <engine/language/syntax/fields.hpp>
#include <engine/language/syntax/file_bytes.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace wafercast::language {
namespace {

// Deep chains of files are hard to follow, and each holds a megabyte at most: eight keep the whole within bounds.
constexpr std::size_t longest_chain = 8;
constexpr std::size_t most_files = 64;

/// What a file is read for: the key that names it, and what it must say that it is.
struct Role {
  std::string_view named_by;
  std::string_view version;
};
constexpr Role as_parent = {"extends", scenario_version};
constexpr Role as_part = {"parts", part_version};

/// Answers whether the file is of the right kind; of another kind, the rest of it would only confuse.
bool check_version(const Node& tree, const std::string& file, const Role& role, Diagnostics& diagnostics) {
  const Node* written = tree.find("wafercast");
  const bool wants_part = role.version == part_version;
  if (written == nullptr) {
    diagnostics.error(
        {file, 1, 1},
        fmt::format("the file does not say that it is a {}", wants_part ? "part of a scenario" : "scenario"),
        fmt::format("start with 'wafercast: {}'", role.version));
  } else if (!wants_part && written->text == part_version) {
    const std::string whole = scenario_with(file);
    diagnostics.error(written->where(), "this is a part, and no scenario by itself",
                      fmt::format("use {}", whole.empty() ? "a scenario that names it under 'parts'" : whole));
    return false;
  } else if (wants_part && written->text == scenario_version) {
    diagnostics.error(written->where(), "this is a scenario, and no part of one",
                      fmt::format("extend it, or start it with 'wafercast: {}'", part_version));
    return false;
  } else if (written->text != role.version) {
    diagnostics.error(written->where(), fmt::format("{} is not a version that can be read", in_quotes(written->text)),
                      fmt::format("write {}", role.version));
  }
  return true;
}

/// The name of the file, or of the folder on the way to it, that was perhaps meant.
std::string meant_file(std::filesystem::path missing) {
  std::error_code ignored;
  while (missing.has_parent_path() && !std::filesystem::exists(missing.parent_path(), ignored)) {
    missing = missing.parent_path();
  }
  std::vector<std::string> there;
  for (const auto& entry : std::filesystem::directory_iterator(missing.parent_path(), ignored)) {
    there.push_back(entry.path().filename().string());
  }
  std::ranges::sort(there);
  return meant(missing.filename().string(), there);
}

/// Reads one file, whatever it names. Nothing when it is no scenario, or no part, which is reported.
std::optional<Layer> read_file(const std::string& file, const SourceLocation& named_at, const Role& role,
                               Diagnostics& diagnostics) {
  std::string bytes;
  try {
    bytes = read_bytes(file, largest_file);
  } catch (const ValueError& problem) {
    std::error_code ignored;
    diagnostics.error(named_at, fmt::format("{}: {}", in_quotes(file), problem.what()),
                      std::filesystem::exists(file, ignored) ? "" : meant_file(file));
    return std::nullopt;
  }
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";  // as some editors write it; it says nothing
  std::string_view text = bytes;
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  auto tree = read_yaml(text, file, diagnostics);
  if (!tree || !check_version(*tree, file, role, diagnostics)) return std::nullopt;
  return Layer{file, std::move(*tree), {{file, digest_of(bytes)}}};
}

std::string beside(const std::string& file, const Node& name) {
  return (std::filesystem::path(file).parent_path() / text_of(name)).lexically_normal().generic_string();
}

bool same_file(const std::string& a, const std::string& b) {
  std::error_code ignored;
  return std::filesystem::weakly_canonical(a, ignored) == std::filesystem::weakly_canonical(b, ignored);
}

/// Loads a scenario's files, each once.
class Loader {
 public:
  Loader(Enclosure enclosure, Diagnostics& diagnostics) : enclosure_(std::move(enclosure)), diagnostics_(diagnostics) {}

  void load(const std::string& file, const SourceLocation& named_at) {
    auto layer = read_file(file, named_at, as_parent, diagnostics_);
    if (!layer) return;
    ++files_;
    layer->stacked_by = stacked_by_;
    open_.push_back(file);
    const bool whole = add_parts(*layer, file, layer->tree);
    if (const Node* extends = layer->tree.find("extends")) {
      guarded(extends->where(), diagnostics_, [&] {
        if (extends->is_list()) {
          throw ValueError("a scenario extends exactly one parent",
                           "stack further what-ifs with 'with: [a.yaml, b.yaml]'");
        }
        load_once(beside(file, *extends), *extends);
      });
    }
    if (const Node* with = layer->tree.find("with")) {
      guarded(with->where(), diagnostics_, [&] {
        for (const Node* name : texts_of(*with)) {
          guarded(name->where(), diagnostics_, [&] { stack(beside(file, *name), *name); });
        }
      });
    }
    open_.pop_back();
    if (whole) layers_.push_back(std::move(*layer));
  }

  std::vector<Layer> take() { return std::move(layers_); }

 private:
  void load_once(const std::string& file, const Node& named) {
    check_way(file, as_parent);
    const auto loaded = std::ranges::find_if(layers_, [&](const Layer& layer) { return same_file(layer.file, file); });
    if (loaded == layers_.end()) return load(file, named.where());
    // Whatever two stacked files have in common is no change of either.
    const auto common = std::ranges::mismatch(loaded->stacked_by, stacked_by_).in1;
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

  /// Joins the layer with the parts that `tree`, which is of `file`, names; they may have parts in turn. Answers
  /// whether all could be read.
  bool add_parts(Layer& layer, const std::string& file, Node& tree) {
    const Node* written = tree.find("parts");
    if (written == nullptr) return true;
    const Node parts = *written;
    tree.erase("parts");
    bool whole = false;
    guarded(parts.where(), diagnostics_, [&] {
      const Node& names = as_list(parts);
      whole = true;
      for (const Node& name : names.items) {
        bool added = false;
        guarded(name.where(), diagnostics_, [&] { added = add_part(layer, beside(file, name), name.where()); });
        whole = added && whole;
      }
    });
    return whole;
  }

  bool add_part(Layer& layer, const std::string& file, const SourceLocation& named_at) {
    check_way(file, as_part);
    if (std::ranges::any_of(layer.inputs, [&](const InputFile& input) { return same_file(input.path, file); })) {
      throw ValueError(fmt::format("{} is a part already", in_quotes(file)), "name it once");
    }
    auto part = read_file(file, named_at, as_part, diagnostics_);
    if (!part) return false;
    ++files_;
    layer.inputs.push_back(part->inputs.front());
    part->tree.erase("wafercast");
    open_.push_back(file);
    const bool whole = add_parts(layer, file, part->tree);
    open_.pop_back();
    join_part(layer.tree, std::move(part->tree), diagnostics_);
    return whole;
  }

  /// Whether a file may be read; the message on a circle shows the way round.
  void check_way(const std::string& file, const Role& role) {
    enclosure_.check(file);
    std::vector<std::string> names;
    for (const std::string& open : open_) names.push_back(std::filesystem::path(open).filename().string());
    names.push_back(std::filesystem::path(file).filename().string());
    const bool seen = std::ranges::any_of(open_, [&](const std::string& open) { return same_file(open, file); });
    if (seen) {
      throw ValueError(fmt::format("'{}' goes round in a circle ({})", role.named_by, fmt::join(names, " → ")));
    }
    if (names.size() > longest_chain) throw ValueError(fmt::format("more than {} files in a chain", longest_chain));
    if (files_ >= most_files) throw ValueError(fmt::format("more than {} files", most_files));
  }

  Enclosure enclosure_;
  Diagnostics& diagnostics_;
  std::vector<Layer> layers_;
  std::vector<std::string> open_;
  std::vector<SourceLocation> stacked_by_;
  std::size_t files_ = 0;
};

}  // namespace

std::vector<Layer> load_layers(const std::filesystem::path& file, const ReadOptions& options,
                               Diagnostics& diagnostics) {
  Loader loader(Enclosure(file, options), diagnostics);
  loader.load(file.generic_string(), {});
  return loader.take();
}

}  // namespace wafercast::language
