#include <tests/runners/report/sample.hpp>

#include <runners/report/json/forecast_json.hpp>

#include <cstdio>

int main() {
  const std::string text = wafercast::forecast_json(wafercast::test::sample_forecast(), wafercast::test::sample_run());
  return std::fputs(text.c_str(), stdout) < 0;
}
