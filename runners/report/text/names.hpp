#pragma once

#include <runners/jobs/studies/names.hpp>
#include <runners/report/text/text_grid.hpp>

#include <string>

namespace wafercast {

/// A line a thing, by kind, within `columns`.
std::string names_text(const Names& names, int columns, Colours colours);

}  // namespace wafercast
