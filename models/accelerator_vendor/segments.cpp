#include <models/accelerator_vendor/segments.hpp>

namespace wafercast::accelerator_vendor {

Segments::Segments(const Business& business, const Anchor& anchor, DriverList& drivers)
    : business_(business), anchor_(anchor) {
  drivers.under(driver_groups::networking);
  attach_ = drivers.add("networking.attach", "fraction", Support::positive, "networking sales over compute sales");
  drivers.under(driver_groups::segments);
  for (const Segment& segment : business.segments) {
    segments_.push_back({
        .sales = drivers.add(segment.name + ".sales", "fraction", Support::positive,
                             "index of its sales, season and market apart"),
        .units = drivers.add(segment.name + ".market_units", "fraction", Support::positive,
                             "index of the devices that its market buys", 1.0),
        .share = drivers.add(segment.name + ".market_share", "fraction", Support::fraction,
                             "part of these that have the company's products", 1.0),
    });
  }
}

void Segments::run(const Quarter& quarter, const Levels& levels, int anchor_quarter_of_year, Flow& flow) const {
  const Lanes attach = quarter(attach_) * levels.attach;
  flow.networking = flow.compute * attach;
  flow.data_center = flow.compute + flow.networking;
  for (int c = 0; c < flow.customer_revenue.rows(); ++c) flow.customer_revenue[c] *= 1.0 + attach;

  flow.revenue = flow.data_center;
  for (int s = 0; s < static_cast<int>(business_.segments.size()); ++s) {
    const auto at = static_cast<std::size_t>(s);
    const auto& season = business_.segments[at].season;
    const double seasonal = quarter.length * season[static_cast<std::size_t>(quarter.quarter_of_year - 1)] /
                            season[static_cast<std::size_t>(anchor_quarter_of_year - 1)];
    flow.segment_revenue[s] = Lanes::Constant(single(anchor_.segments[at] * seasonal));
    for (const int driver : {segments_[at].sales, segments_[at].units, segments_[at].share}) {
      flow.segment_revenue[s] *= quarter(driver) / quarter.at_anchor(driver).max(1e-6F);
    }
    flow.revenue += flow.segment_revenue[s];
  }
}

}  // namespace wafercast::accelerator_vendor
