#include <engine/scoring/past_errors.hpp>
#include <runners/report/backtest/past_errors_csv.hpp>
#include <runners/report/csv/csv_field.hpp>

#include <fmt/format.h>

namespace wafercast {

std::string past_errors_csv(const Backtest& backtest) {
  std::string text = "origin,as_of,horizon,target,published,relies_on,log_error\n";
  for (const PastError& error : past_errors(backtest)) {
    text += fmt::format("{},{},{},{},{},{},{:.6f}\n", to_string(error.origin), to_string(error.as_of), error.horizon,
                        to_string(error.target), to_string(error.published), csv_field(backtest.relies_on),
                        error.log_error);
  }
  return text;
}

}  // namespace wafercast
