#pragma once

#include <engine/language/compose/compose.hpp>
#include <engine/language/compose/layers.hpp>
#include <engine/language/compose/read_options.hpp>
#include <engine/language/data/data_table.hpp>
#include <engine/language/sections/sections.hpp>

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace wafercast::language {

/// The files of a scenario as they were read, and what was found wrong with them: the same whatever is set on top.
struct Files {
  std::vector<Layer> layers;
  Header header;
  std::shared_ptr<const Tables> tables;
  Diagnostics diagnostics;
};

/// Throws InputError where they do not say how they are to be read.
Files open_files(const std::filesystem::path& file, const ReadOptions& options);

/// The files laid over each other, and what is set on top over them. Throws InputError for settings that contradict
/// each other.
Composed compose(const Files& files, const ReadOptions& options, Diagnostics& diagnostics);

/// What is set on top, as one more of the files. Throws InputError for settings that contradict each other.
Layer settings_layer(const Files& files, const ReadOptions& options);

/// The day at which a part of a scenario is cut.
Date cut_at(std::optional<Date> cut, Date as_of);

}  // namespace wafercast::language
