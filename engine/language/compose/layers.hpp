#pragma once

#include <engine/language/compose/read_options.hpp>
#include <engine/language/syntax/syntax.hpp>

#include <filesystem>
#include <vector>

namespace wafercast::language {

/// One of the files that a scenario is made of, joined with its parts: what each says keeps the place where it stands.
struct Layer {
  std::string file;
  Node tree;
  std::vector<InputFile> inputs;             ///< the file and its parts, as they were read
  std::vector<SourceLocation> stacked_by{};  ///< the entries of `with` that brought it, the outermost first
};

/// Reads a file, those it extends and those it stacks (`with`), in the order in which they are laid over each other:
/// the last ancestor first, the file itself last, each file once. Files that cannot be read are reported and missing;
/// so is a file of which a part cannot be read.
std::vector<Layer> load_layers(const std::filesystem::path& file, const ReadOptions& options, Diagnostics& diagnostics);

}  // namespace wafercast::language
