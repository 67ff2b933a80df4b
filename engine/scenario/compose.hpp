#pragma once

#include <wafercast/scenario/dated.hpp>
#include <wafercast/scenario/scenario.hpp>
#include <wafercast/scenario/syntax.hpp>

#include <filesystem>
#include <optional>
#include <vector>

namespace wafercast::language {

/// One file of a chain of `extends`.
struct Layer {
  std::string file;
  Node tree;
  std::string digest;
};

/// Reads a file and those it extends, the last ancestor first. Files that cannot be read are reported and missing.
std::vector<Layer> load_layers(const std::filesystem::path& file, Diagnostics& diagnostics);

struct Composed {
  Node tree;
  NotYet not_yet;
};

/// Lays the files over each other, with overrides and removals; dated beliefs are chosen, in each file, when it is
/// said at which days.
Composed compose(const std::vector<Layer>& layers, const std::optional<BeliefCuts>& cuts, Diagnostics& diagnostics);

}  // namespace wafercast::language
