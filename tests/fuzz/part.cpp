// A part of a run, with its seal and behind one that holds: read or refused, and what was read adds up.

#include <tests/fuzz/fuzz.hpp>

#include <engine/forecast/part_file.hpp>

namespace {

using namespace wafercast;

Summary empty_summary() {
  const Period quarter = Period::quarter(FiscalQuarter(2026, 1));
  return Summary({{"revenue", "USD", quarter, 0x1p35}, {"revenue_growth", "fraction", quarter, 1.0, 1.0}}, {"ban"}, {});
}

void attempt(std::string_view bytes) {
  Summary summary = empty_summary();
  std::vector<std::int64_t> limits(1);
  try {
    read_part_header(bytes);
    read_part(bytes, summary, limits);
  } catch (const FormatError&) {
    return;
  }
  Summary merged = empty_summary();
  merged.merge(summary);
  fuzz::require(merged.digest() == summary.digest());
  fuzz::require(summary.forecast().paths == summary.paths());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  attempt(fuzz::text_of(data, size));
  attempt(sealed(part_kind, fuzz::text_of(data, size)));
  return 0;
}
