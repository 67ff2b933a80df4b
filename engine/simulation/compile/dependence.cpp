#include <engine/simulation/compile/compiler.hpp>
#include <engine/simulation/stream_names.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace wafercast {
namespace {

/// Groups of drivers that are connected by correlations, each in order of first mention: appending a correlation at the
/// end of a scenario then moves no draw of the drivers named before.
class Groups {
 public:
  void connect(int a, int b) {
    const std::size_t first = group_with(a);
    const std::size_t second = group_with(b);
    if (first == second) return;
    auto& kept = groups_[std::min(first, second)];
    auto& joined = groups_[std::max(first, second)];
    kept.insert(kept.end(), joined.begin(), joined.end());
    joined.clear();
  }

  const std::vector<std::vector<int>>& all() const { return groups_; }

 private:
  std::size_t group_with(int driver) {
    for (std::size_t i = 0; i < groups_.size(); ++i) {
      if (std::ranges::find(groups_[i], driver) != groups_[i].end()) return i;
    }
    groups_.push_back({driver});
    return groups_.size() - 1;
  }

  std::vector<std::vector<int>> groups_;
};

}  // namespace

bool Compiler::has_no_draw(int driver) const {
  return plan_.drivers[static_cast<std::size_t>(driver)].shared_row < 0;
}

/// Says which correlations move nothing, as all that they name but one is the same on every path. Where a pattern
/// reaches a certain driver among others, the others still move together.
void Compiler::note_idle_correlations() {
  std::map<int, std::pair<bool, std::set<std::string>>> by_line;  // whether a pair moves, and what is certain
  for (const CorrelationBelief& belief : scenario_.correlations) {
    auto& [moves, certain] = by_line[belief.where.line];
    const auto first = driver_index(belief.first);
    const auto second = driver_index(belief.second);
    if (!first || !second) return;
    if (has_no_draw(*first)) certain.insert(belief.first);
    if (has_no_draw(*second)) certain.insert(belief.second);
    moves = moves || (!has_no_draw(*first) && !has_no_draw(*second));
  }
  for (const auto& [line, said] : by_line) {
    if (said.first) continue;
    plan_.idle.push_back(fmt::format("the correlation in line {} changes nothing: {} {} the same on every path", line,
                                     fmt::join(said.second, ", "), said.second.size() > 1 ? "are" : "is"));
  }
}

void Compiler::compile_dependence() {
  std::map<std::pair<int, int>, double> rank;  // later entries win
  Groups groups;
  for (const CorrelationBelief& belief : scenario_.correlations) {
    const auto first = driver_index(belief.first);
    const auto second = driver_index(belief.second);
    for (const auto& [name, index] : {std::pair{belief.first, first}, std::pair{belief.second, second}}) {
      if (!index) {
        diagnostics_.error(belief.where, fmt::format("the model has no driver '{}'", name), nearest_driver(name));
      }
    }
    if (!first || !second) continue;
    if (has_no_draw(*first) || has_no_draw(*second)) continue;  // a certain driver moves with nothing
    rank[std::minmax(*first, *second)] = belief.rank;
    groups.connect(*first, *second);
  }
  for (const std::vector<int>& drivers : groups.all()) {
    const auto n = static_cast<Eigen::Index>(drivers.size());
    Eigen::MatrixXd matrix = Eigen::MatrixXd::Identity(n, n);
    for (Eigen::Index i = 0; i < n; ++i) {
      for (Eigen::Index j = 0; j < i; ++j) {
        const auto found =
            rank.find(std::minmax(drivers[static_cast<std::size_t>(i)], drivers[static_cast<std::size_t>(j)]));
        if (found != rank.end()) matrix(i, j) = matrix(j, i) = found->second;
      }
    }
    if (n > 1) compile_group(drivers, matrix);
  }
  note_idle_correlations();
}

/// All of a group share one copula.
std::optional<double> Compiler::student_degrees(const std::vector<int>& drivers) {
  std::optional<double> degrees;
  for (const CorrelationBelief& belief : scenario_.correlations) {
    const auto first = driver_index(belief.first);
    if (!belief.student || !first || std::ranges::find(drivers, *first) == drivers.end()) continue;
    if (degrees && *degrees != *belief.student) {
      diagnostics_.error(belief.where,
                         fmt::format("drivers that are correlated with one another have one copula ({:g} and {:g} "
                                     "degrees of freedom are asked for)",
                                     *degrees, *belief.student),
                         "write the same degrees everywhere");
    }
    degrees = belief.student;
  }
  return degrees;
}

void Compiler::compile_group(const std::vector<int>& drivers, const Eigen::MatrixXd& rank) {
  std::vector<int> rows;
  for (int driver : drivers) rows.push_back(plan_.drivers[static_cast<std::size_t>(driver)].shared_row);
  const auto name = [&](std::size_t i) { return model_.drivers()[static_cast<std::size_t>(drivers[i])].name; };
  std::optional<StudentTail> tail;
  if (const auto degrees = student_degrees(drivers)) tail.emplace(*degrees);
  const int tail_row = tail ? add_draw(streams::tail(name(0))) : -1;
  const RankRule rule = tail ? tail->rank_rule() : gaussian_rank_rule();
  try {
    plan_.dependence.push_back({rows, GaussianCopula(rank, rule), tail, tail_row});
  } catch (const DependenceError& error) {
    const CorrelationProblem& problem = error.problem();
    std::string culprits;
    std::string nearest;
    for (int i : problem.culprits) culprits += (culprits.empty() ? "" : ", ") + name(static_cast<std::size_t>(i));
    for (std::size_t i = 0; i < drivers.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        const auto row = static_cast<Eigen::Index>(i);
        const auto column = static_cast<Eigen::Index>(j);
        if (std::abs(problem.nearest_rank(row, column) - rank(row, column)) < 5e-4) continue;
        nearest += fmt::format("{}{} ~ {}: {:.3f}", nearest.empty() ? "" : ", ", name(j), name(i),
                               problem.nearest_rank(row, column));
      }
    }
    if (scenario_.repair_correlations) {
      plan_.dependence.push_back({rows, GaussianCopula(problem.nearest_rank, rule), tail, tail_row});
      plan_.notes.push_back(fmt::format("correlations that fit no joint distribution were repaired: {}", nearest));
      return;
    }
    const SourceLocation where = scenario_.correlations.front().where;
    diagnostics_.error(
        where, fmt::format("the correlations fit no joint distribution (culprits: {})", culprits),
        fmt::format("the nearest matrix that does has {}; '- repair: nearest' in the list takes it", nearest));
  }
}

}  // namespace wafercast
