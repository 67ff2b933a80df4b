#include <engine/simulation/timeline.hpp>

namespace wafercast {

Timeline::Timeline(const FiscalCalendar& calendar, FiscalQuarter last_reported, int quarters) : calendar_(calendar) {
  const auto add = [&](FiscalQuarter quarter) {
    slices_.push_back({quarter, calendar.days_of(quarter), calendar.length_of(quarter)});
  };
  add(last_reported);
  add(last_reported + 1);
  for (int q = 1; q <= quarters; ++q) add(last_reported + q);
}

std::vector<DateRange> Timeline::days() const {
  std::vector<DateRange> days;
  for (const Slice& slice : slices_) days.push_back(slice.days);
  return days;
}

}  // namespace wafercast
