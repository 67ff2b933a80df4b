#include <runners/report/html/page_assets.hpp>

// The assembler puts the files in; the build names them (CMakeLists.txt) and builds this anew when one changes.
#define WAFERCAST_ASSET(name, file)  \
  asm(".pushsection .rodata\n" #name \
      "_begin:\n"                    \
      ".incbin \"" file "\"\n" #name \
      "_end:\n"                      \
      ".byte 0\n.popsection\n");     \
  extern "C" const char name##_begin[], name##_end[]

WAFERCAST_ASSET(wafercast_d3, WAFERCAST_D3);
WAFERCAST_ASSET(wafercast_d3_licence, WAFERCAST_D3_LICENCE);
WAFERCAST_ASSET(wafercast_page_style, WAFERCAST_PAGE_STYLE);
WAFERCAST_ASSET(wafercast_page_programs, WAFERCAST_PAGE_PROGRAMS);

namespace wafercast {
namespace {

std::string_view between(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}

}  // namespace

std::string_view d3_source() {
  return between(wafercast_d3_begin, wafercast_d3_end);
}

std::string_view d3_licence() {
  return between(wafercast_d3_licence_begin, wafercast_d3_licence_end);
}

std::string_view page_style() {
  return between(wafercast_page_style_begin, wafercast_page_style_end);
}

std::string_view page_programs() {
  return between(wafercast_page_programs_begin, wafercast_page_programs_end);
}

}  // namespace wafercast
