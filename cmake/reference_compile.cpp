// What cmake/check-build-cost measures a machine by: how long its compiler takes for this.
#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>

#include <map>
#include <string>

Eigen::MatrixXd solved(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b) {
  return Eigen::LLT<Eigen::MatrixXd>(a).solve(b);
}

Eigen::VectorXd eigenvalues(const Eigen::MatrixXd& a) {
  return Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(a).eigenvalues();
}

std::map<std::string, int> counted(const std::string& text) {
  std::map<std::string, int> counts;
  for (const char c : text) ++counts[std::string(1, c)];
  return counts;
}
