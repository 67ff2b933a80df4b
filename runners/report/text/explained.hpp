#pragma once

#include <runners/jobs/studies/explain.hpp>
#include <runners/report/text/text_grid.hpp>

#include <string>

namespace wafercast {

/// A block a driver or event: what it is, drawn small, by quarter, where it is stated, and from which sources.
std::string explained_text(const Explained& explained, Colours colours);

}  // namespace wafercast
