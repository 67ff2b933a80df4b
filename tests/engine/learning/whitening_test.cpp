#include <engine/learning/whitening.hpp>

#include <engine/simulation/stages/sampler.hpp>

#include <gtest/gtest.h>

#include <string>

namespace wafercast {
namespace {

/// Standard normals: a row a member.
Eigen::MatrixXf drawn(Eigen::Index members, int columns) {
  std::vector<DrawName> names;
  for (int i = 0; i < columns; ++i) names.push_back({std::to_string(i), 0});
  const PhiloxSampler sampler(1, names);
  Eigen::MatrixXf all(members, columns);
  LaneTable block(columns);
  for (Eigen::Index first = 0; first < members; first += block_lanes) {
    sampler.fill(static_cast<std::uint64_t>(first), block);
    for (int i = 0; i < columns; ++i) {
      all.col(i).segment<block_lanes>(first) = block[i].matrix().cast<float>();
    }
  }
  return all;
}

/// How far means and covariances are from 0 and 1, at most.
struct Distance {
  double mean, covariance;
};

Distance distance_from_white(const Eigen::MatrixXf& columns) {
  const Eigen::MatrixXd all = columns.cast<double>();
  const Eigen::RowVectorXd mean = all.colwise().mean();
  const Eigen::MatrixXd centred = all.rowwise() - mean;
  const Eigen::MatrixXd covariance = centred.transpose() * centred / static_cast<double>(all.rows() - 1);
  const Eigen::MatrixXd apart = covariance - Eigen::MatrixXd::Identity(all.cols(), all.cols());
  return {mean.cwiseAbs().maxCoeff(), apart.cwiseAbs().maxCoeff()};
}

// As many columns for its members as the base case has. Between independent columns a correlation is 1/√2048 = 0.022,
// so that what single precision leaves is a two-thousandth of the noise that is taken away.
TEST(Whitening, LeavesNoMomentOfTheSecondOrder) {
  Eigen::MatrixXf all = drawn(2048, 980);
  EXPECT_GT(distance_from_white(all).covariance, 0.05);
  ASSERT_TRUE(whiten(all));
  const Distance left = distance_from_white(all);
  EXPECT_LT(left.mean, 1e-5);
  EXPECT_LT(left.covariance, 1e-5);
}

/// What a column says is still its own: draws keep their names.
TEST(Whitening, TurnsColumnsLittle) {
  const Eigen::MatrixXf before = drawn(2048, 100);
  Eigen::MatrixXf after = before;
  ASSERT_TRUE(whiten(after));
  for (const Eigen::Index column : {0, 50, 99}) {
    EXPECT_GT(before.col(column).dot(after.col(column)), 0.95F * 2048.0F) << column;
  }
}

TEST(Whitening, LeavesTooFewMembersAsTheyAre) {
  const Eigen::MatrixXf before = drawn(192, 97);
  Eigen::MatrixXf after = before;
  EXPECT_FALSE(whiten(after));
  EXPECT_EQ(after, before);
}

}  // namespace
}  // namespace wafercast
