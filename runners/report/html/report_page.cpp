#include <runners/report/html/report_page.hpp>

#include <runners/files/output_mark.hpp>
#include <runners/report/html/markup.hpp>
#include <runners/report/html/page_assets.hpp>

#include <fmt/format.h>

#include <string_view>

namespace wafercast {
namespace {

constexpr const char* style_file = "wafercast.css";
constexpr const char* program_file = "wafercast.js";

/// JSON that can stand within a <script>, which no text of it may end: "<" is written as \u003c.
std::string within_script(std::string_view json) {
  std::string safe;
  safe.reserve(json.size());
  for (const char c : json) {
    if (c == '<') {
      safe += "\\u003c";
    } else {
      safe += c;
    }
  }
  return safe;
}

std::string paragraphs(const std::vector<std::string>& texts, std::string_view style) {
  std::string markup;
  for (const std::string& text : texts) markup += fmt::format("<p class=\"{}\">{}</p>\n", style, markup_text(text));
  return markup;
}

}  // namespace

std::string report_page(const PageText& text, const std::string& data, Assets assets) {
  const bool inside = assets == Assets::inside;
  const std::string style = inside ? fmt::format("<style>\n{}</style>", page_style())
                                   : fmt::format("<link rel=\"stylesheet\" href=\"{}\">", style_file);
  std::string page = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "{}\n<meta name=\"color-scheme\" content=\"light dark\">\n"
      "<link rel=\"icon\" href=\"data:,\">\n"
      "<title>{}</title>\n{}\n</head>\n<body>\n<header>\n<h1>{}</h1>\n<p class=\"facts\">{}</p>\n{}{}"
      "</header>\n<main></main>\n<noscript><p>The charts need JavaScript; the figures are in the text "
      "above.</p></noscript>\n",
      page_mark, markup_text(text.title), style, markup_text(text.title), markup_text(text.facts),
      paragraphs(text.headline, "headline"), paragraphs(text.notes, "note"));
  page += fmt::format("<script type=\"application/json\" id=\"data\">{}</script>\n", within_script(data));
  if (!inside) return page + fmt::format("<script src=\"{}\"></script>\n</body>\n</html>\n", program_file);
  page += fmt::format("<script type=\"text/plain\" id=\"d3-licence\">\n{}</script>\n<script>{}</script>\n",
                      d3_licence(), d3_source());
  page += fmt::format("<script>\n{}</script>\n</body>\n</html>\n", page_programs());
  return page;
}

std::map<std::string, std::string> shared_assets() {
  return {{style_file, fmt::format("{}{}", asset_mark, page_style())},
          {program_file, fmt::format("{}/*\n{}*/\n{}\n{}", asset_mark, d3_licence(), d3_source(), page_programs())}};
}

}  // namespace wafercast
