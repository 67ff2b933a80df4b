#pragma once

#include <string_view>

namespace wafercast {

// What a report's page is made of, put into the program when it is built (page_assets.cpp): so that a report needs no
// file and no network.

std::string_view d3_source();      ///< D3 5, as Debian ships it (docs/adr/0014)
std::string_view d3_licence();     ///< its licence, which goes with it
std::string_view page_style();     ///< page/report.css
std::string_view page_programs();  ///< page/*.js, in the order in which they build on one another

}  // namespace wafercast
