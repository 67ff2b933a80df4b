#include <engine/insight/draw_features.hpp>

#include <algorithm>

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
  for (const Event& event : events_) {
    const int group = groups.of_draw[static_cast<std::size_t>(event.rows.front())];
    for (const PlannedEffect& effect : plan.events[static_cast<std::size_t>(event.event)].effects) {
      add_struck(plan, effect.driver, group);
    }
  }
}

/// A driver that several events strike counts to the first of them.
void DrawFeatures::add_struck(const Plan& plan, int driver, int group) {
  const PlannedDriver& planned = plan.drivers[static_cast<std::size_t>(driver)];
  if (!planned.moves || std::ranges::find(struck_, driver, &Struck::driver) != struck_.end()) return;
  for (int q = 0; q < plan.timeline.quarters(); ++q) {
    struck_.push_back({driver, Timeline::horizon + q, planned.support == Support::positive});
    group_of_.insert(group_of_.end(), 2, group);
  }
}

void DrawFeatures::fill(const LaneTable& z, const LaneTable& happened, const DriverBlock& drivers,
                        Eigen::Ref<Eigen::MatrixXd> features) const {
  constexpr double least = 1e-9;  // of a positive driver, before its logarithm
  for (int draw = 0; draw < draws_; ++draw) {
    features.col(draw) = z[draw].matrix();
    features.col(draws_ + draw) = (z[draw].square() - 1.0).matrix();
  }
  int column = 2 * draws_;
  for (const Event& event : events_) {
    features.col(column++) = happened[event.event].matrix();
    for (const int row : event.rows) features.col(column++) = (happened[event.event] * z[row]).matrix();
  }
  for (const Struck& one : struck_) {
    const Lanes& value = drivers(one.driver, one.slice);
    const Lanes level = one.relative ? Lanes(value.max(least).log()) : value;
    features.col(column++) = level.matrix();
    features.col(column++) = level.square().matrix();
  }
}

}  // namespace wafercast
