#pragma once

#include <engine/core/fiscal_calendar.hpp>
#include <engine/scenario/scenario.hpp>

#include <vector>

namespace wafercast {

/// The stretches of time (slices) that a run looks at, in this order: the last reported quarter (to which levels are
/// anchored), the first quarter as it would be without the scenario's uncertain events (what its outlook was given
/// for), and then the quarters of the horizon. What a plan and a model know of time, they know from here.
class Timeline {
 public:
  static constexpr int anchor = 0;
  static constexpr int outlook = 1;
  static constexpr int horizon = 2;  ///< slice of the first quarter forecast

  Timeline(const FiscalCalendar& calendar, FiscalQuarter last_reported, int quarters);

  /// Of a scenario: from its last reported quarter over its horizon.
  static Timeline of(const Scenario& scenario) {
    return {scenario.calendar, scenario.last_reported, scenario.quarters};
  }

  const FiscalCalendar& calendar() const { return calendar_; }

  int quarters() const { return slices() - horizon; }  ///< of the horizon
  int slices() const { return static_cast<int>(slices_.size()); }

  FiscalQuarter last_reported() const { return slices_[anchor].quarter; }
  FiscalQuarter first() const { return slices_[outlook].quarter; }  ///< of the horizon
  FiscalQuarter last() const { return slices_.back().quarter; }

  FiscalQuarter quarter_of(int slice) const { return at(slice).quarter; }
  const DateRange& days_of(int slice) const { return at(slice).days; }
  std::vector<DateRange> days() const;                            ///< of all slices
  double length_of(int slice) const { return at(slice).length; }  ///< in usual quarters, FiscalCalendar::length_of

 private:
  struct Slice {
    FiscalQuarter quarter;
    DateRange days;
    double length;
  };
  const Slice& at(int slice) const { return slices_[static_cast<std::size_t>(slice)]; }

  FiscalCalendar calendar_;
  std::vector<Slice> slices_;
};

}  // namespace wafercast
