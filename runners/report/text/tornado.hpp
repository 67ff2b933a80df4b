#pragma once

#include <runners/jobs/studies/tornado.hpp>
#include <runners/report/text/text_grid.hpp>

#include <string>

namespace wafercast {

/// A bar a driver, the widest first, within 80 columns.
std::string tornado_text(const TornadoResult& result, Colours colours);

}  // namespace wafercast
