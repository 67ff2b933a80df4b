// How many members learning takes: too few are refused, few are told.

#include <engine/core/diagnostics.hpp>
#include <runners/jobs/runs/prepare.hpp>

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>

namespace wafercast {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

Prepared learnt_with(std::int64_t members) {
  ScenarioRequest request{.file = std::filesystem::path(WAFERCAST_SOURCE_DIR) / "scenarios/base.yaml"};
  request.read.as_of = *parse_date("2026-09-10");
  Scenario scenario = read(request);
  scenario.conditioning->members = members;
  return prepare(std::move(scenario), request);
}

TEST(Members, FewAreTold) {
  EXPECT_THAT(learnt_with(4096).learnt->notes, Contains(HasSubstr("learnt with 4096 members, which takes 1")));
}

TEST(Members, AsManyAsUsualAreEnough) {
  const auto prepared = learnt_with(16'384);
  EXPECT_THAT(prepared.learnt->notes, Not(Contains(HasSubstr("members"))));
}

TEST(Members, NoMoreThanThereAreObservationsAreRefused) {
  try {
    learnt_with(256);
    ADD_FAILURE() << "it was learnt";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("too few to learn from"));
    EXPECT_THAT(error.what(), HasSubstr("'members: 16384'"));
  }
}

}  // namespace
}  // namespace wafercast
