// How much each draw moves an answer, where that is known. Seed 1 and 8,192 paths: of a sum, a squared correlation ρ²
// has a standard error of 2 ρ (1 − ρ²) / √8192, at most 0.009; of a draw that moves nothing it is 1 / 8192.

#include <tests/engine/insight/grouped_models.hpp>

#include <engine/insight/draw_importance.hpp>

#include <limits>

namespace wafercast {
namespace {

using testing::driver;
using testing::three_normals;

constexpr std::int64_t paths = 8192;

std::vector<double> importance(const Plan& plan, const Model& model, const std::vector<int>& series) {
  return draw_importance(plan, model, PhiloxSampler(1, plan.draws), series, paths, {2});
}

TEST(DrawImportance, OfASumIsItsVariances) {
  const testing::SumModel model;
  const Plan plan = compile(three_normals(3.0, 2.0, 1.0), model);
  const auto found = importance(plan, model, {0});
  ASSERT_EQ(found.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(found[i], (9.0 - 5.0 * (i > 0) - 3.0 * (i > 1)) / 14.0, 5 * 0.009);
}

TEST(DrawImportance, OfSeveralSeriesAddsUp) {
  const testing::SumModel model;
  const Plan plan = compile(three_normals(3.0, 2.0, 1.0), model);
  const auto once = importance(plan, model, {0});
  const auto twice = importance(plan, model, {0, 0});
  for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(twice[i], 2.0 * once[i], 1e-12);
}

/// Sales that are no number on every path on which b is below its mean.
class FailingModel final : public testing::GroupedModel {
  void compute(const DriverBlock& drivers, int slice, Lanes& sales) const override {
    sales = (drivers(1, slice) < 10.0).select(std::numeric_limits<double>::quiet_NaN(), drivers(0, slice));
  }
};

TEST(DrawImportance, FailedPathsSayNothing) {
  const FailingModel model;
  const Plan plan = compile(three_normals(3.0, 2.0, 0.0), model);
  const auto found = importance(plan, model, {0});
  EXPECT_NEAR(found[0], 0.5, 5 * 0.009);  // half of the paths are there
  EXPECT_LT(found[1], 25.0 / paths);
}

TEST(DrawImportance, IsNothingWhereNothingMoves) {
  const testing::SumModel model;
  const Plan plan = compile(three_normals(3.0, 2.0, 1.0), model);
  EXPECT_THAT(importance(plan, model, {}), ::testing::Each(0.0));
}

}  // namespace
}  // namespace wafercast
