#include <wafercast/insight/draw_features.hpp>

namespace wafercast {

DrawFeatures::DrawFeatures(const Plan& plan, const DrawGroups& groups) : draws_(static_cast<int>(plan.draws.size())) {
  group_of_ = groups.of_draw;
  group_of_.insert(group_of_.end(), groups.of_draw.begin(), groups.of_draw.end());
  for (std::size_t e = 0; e < plan.events.size(); ++e) {
    if (plan.events[e].start != PlannedEvent::Start::uncertain) continue;
    std::vector<int> rows = draws_of(plan.events[e]);
    const int group = groups.of_draw[static_cast<std::size_t>(rows.front())];
    group_of_.insert(group_of_.end(), 1 + rows.size(), group);
    events_.push_back({static_cast<int>(e), std::move(rows)});
  }
}

void DrawFeatures::fill(const LaneTable& z, const LaneTable& happened, Eigen::Ref<Eigen::MatrixXd> features) const {
  for (int draw = 0; draw < draws_; ++draw) {
    features.col(draw) = z[draw].matrix();
    features.col(draws_ + draw) = (z[draw].square() - 1.0).matrix();
  }
  int column = 2 * draws_;
  for (const Event& event : events_) {
    features.col(column++) = happened[event.event].matrix();
    for (const int row : event.rows) features.col(column++) = (happened[event.event] * z[row]).matrix();
  }
}

}  // namespace wafercast
