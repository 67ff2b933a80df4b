// Everything that is written as one scalar: a value, a belief, a time.

#include <tests/fuzz/fuzz.hpp>

#include <engine/language/syntax/text.hpp>
#include <engine/language/values/time_text.hpp>
#include <engine/language/values/value_text.hpp>

#include <cmath>
#include <string>

namespace {

using namespace wafercast;

template <class Read>
void attempt(Read read) {
  try {
    read();
  } catch (const language::ValueError& error) {
    fuzz::require(error.what()[0] != '\0');
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(fuzz::text_of(data, size));
  for (const char* unit : {"USD", "fraction", "package/quarter", "quarter"}) {
    const auto measured = Unit::parse(unit);
    attempt([&] { fuzz::require(std::isfinite(language::read_value(text, *measured))); });
    attempt([&] { language::read_belief_text(text, *measured); });
  }
  attempt([&] { language::read_probability(text); });
  attempt([&] { language::read_flag(text); });
  attempt([&] { language::read_unit(text); });
  attempt([&] { language::read_year_end(text); });
  attempt([&] { language::read_period(text, FiscalCalendar(std::chrono::January, std::chrono::Sunday)); });
  attempt([&] { language::read_relative_quarter(text); });
  return 0;
}
