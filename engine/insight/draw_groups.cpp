#include <engine/insight/draw_groups.hpp>

#include <algorithm>

namespace wafercast {
namespace {

class Grouping {
 public:
  explicit Grouping(std::size_t draws) { groups_.of_draw.resize(draws); }

  int index_of(const std::string& group) {
    const std::string& name = group.empty() ? other : group;
    const auto found = std::ranges::find(groups_.names, name);
    if (found == groups_.names.end()) {
      groups_.names.push_back(name);
      return static_cast<int>(groups_.names.size()) - 1;
    }
    return static_cast<int>(found - groups_.names.begin());
  }

  void put(int row, int group) {
    if (row >= 0) groups_.of_draw[static_cast<std::size_t>(row)] = group;
  }

  int of(int row) const { return groups_.of_draw[static_cast<std::size_t>(row)]; }

  DrawGroups take() { return std::move(groups_); }

 private:
  inline static const std::string other = "other";
  DrawGroups groups_;
};

}  // namespace

std::vector<int> draws_of(const PlannedEvent& event) {
  std::vector<int> rows = {event.fire_row, event.start_row, event.lasts_row};
  for (const PlannedEffect& effect : event.effects) {
    rows.push_back(effect.amount_row);
    rows.push_back(effect.ramp_row);
  }
  std::erase(rows, -1);
  return rows;
}

DrawGroups draw_groups(const Plan& plan, const Model& model) {
  Grouping grouping(plan.draws.size());
  std::vector<int> of_driver;
  for (const DriverSpec& spec : model.drivers()) of_driver.push_back(grouping.index_of(spec.group));
  for (std::size_t d = 0; d < plan.drivers.size(); ++d) {
    const PlannedDriver& driver = plan.drivers[d];
    grouping.put(driver.shared_row, of_driver[d]);
    for (const PlannedDriver::Knot& knot : driver.knots) grouping.put(knot.row, of_driver[d]);
    for (int q = 0; driver.first_noise_row >= 0 && q < plan.timeline.quarters(); ++q) {
      grouping.put(driver.first_noise_row + q, of_driver[d]);
    }
  }
  for (const PlannedDependence& correlated : plan.dependence) {
    grouping.put(correlated.tail_row, grouping.of(correlated.rows.front()));
  }
  for (const PlannedEvent& event : plan.events) {
    const int group = event.effects.empty() ? grouping.index_of("")
                                            : of_driver[static_cast<std::size_t>(event.effects.front().driver)];
    for (const int row : draws_of(event)) grouping.put(row, group);
  }
  return grouping.take();
}

}  // namespace wafercast
