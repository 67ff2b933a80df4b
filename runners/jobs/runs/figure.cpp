#include <runners/jobs/runs/figure.hpp>

#include <engine/core/diagnostics.hpp>
#include <engine/language/syntax/text.hpp>
#include <engine/language/values/value_text.hpp>

#include <fmt/format.h>

namespace wafercast {

Figure read_figure(const std::string& text) {
  const std::size_t open = text.find('[');
  const std::size_t close = text.find(']');
  const std::string suggestion = "write it like revenue[FY28]:p50, gross_margin[FY28Q4]:mean";
  if (open == std::string::npos || close == std::string::npos || open == 0 || close < open + 2)
    refuse(fmt::format("'{}' names no figure", text), suggestion);
  Figure figure{text.substr(0, open), text.substr(open + 1, close - open - 1)};
  const std::string rest = text.substr(close + 1);
  if (rest.empty() || rest == ":p50" || rest == ":median") return figure;
  if (rest == ":mean") {
    figure.is_mean = true;
    return figure;
  }
  try {
    if (rest.starts_with(":p")) {
      figure.probability = language::read_number(rest.substr(2)) / 100.0;
      if (figure.probability > 0.0 && figure.probability < 1.0) return figure;
    }
  } catch (const language::ValueError&) {
    // told below
  }
  refuse(fmt::format("'{}' is no figure of a metric", rest), suggestion);
}

}  // namespace wafercast
