#include <runners/jobs/runs/part_request.hpp>

#include <engine/core/diagnostics.hpp>

#include <fmt/format.h>

namespace wafercast {
namespace {

std::string request_for(const std::string& quarters) {
  return fmt::format(R"({{"file": "base.yaml", "as_of": "2026-09-10", "quarters": {}, "seed": 7}})", quarters);
}

TEST(PartRequest, AsksForAsManyQuartersAsItSays) {
  EXPECT_EQ(read_request(request_for("8"), "a.part", {}).scenario.read.quarters, 8);
  EXPECT_EQ(read_request(request_for("80"), "a.part", {}).scenario.read.quarters, 80);
  for (const char* crafted : {"4294967300", "1000000", "81", "0", "-8", "8.5"}) {
    EXPECT_THROW(read_request(request_for(crafted), "a.part", {}), InputError) << crafted;
  }
}

}  // namespace
}  // namespace wafercast
