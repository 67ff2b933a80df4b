#pragma once

#include <engine/language/compose/dated.hpp>
#include <engine/language/compose/read_options.hpp>
#include <engine/language/syntax/fields.hpp>
#include <engine/language/syntax/syntax.hpp>
#include <engine/scenario/scenario.hpp>

#include <filesystem>
#include <optional>
#include <vector>

namespace wafercast::language {

/// One of the files that a scenario is made of.
struct Layer {
  std::string file;
  Node tree;
  std::string digest;
  std::vector<SourceLocation> stacked_by{};  ///< the entries of `with` that brought it, the outermost first
};

/// Reads a file, those it extends and those it stacks (`with`), in the order in which they are laid over each other:
/// the last ancestor first, the file itself last, each file once. Files that cannot be read are reported and missing.
std::vector<Layer> load_layers(const std::filesystem::path& file, const ReadOptions& options, Diagnostics& diagnostics);

struct Composed {
  Node tree;
  NotYet not_yet;
};

/// Lays the files over each other, with all that they change of what lies below; dated beliefs are chosen, in each
/// file, when it is said at which days.
Composed compose(const std::vector<Layer>& layers, const std::optional<BeliefCuts>& cuts, Diagnostics& diagnostics,
                 Changes changes = Changes::all);

/// The keys by which a file says what it is laid over and what it changes there.
void add_layer_words(Vocabulary& words);

}  // namespace wafercast::language
