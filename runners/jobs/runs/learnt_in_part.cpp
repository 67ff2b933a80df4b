#include <runners/jobs/runs/learnt_in_part.hpp>

#include <engine/insight/driver_draws.hpp>
#include <engine/insight/series_draws.hpp>
#include <engine/scenario/reliance.hpp>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <span>

namespace wafercast {
namespace {

/// Of the paths on which the series is defined.
ValueRange range_of_defined(std::span<const double> values) {
  std::vector<double> defined;
  std::ranges::copy_if(values, std::back_inserter(defined), [](double value) { return std::isfinite(value); });
  return range_of(defined);
}

}  // namespace

LearntInPart::LearntInPart(const Prepared& whole, const ScenarioRequest& request) : whole_(whole), request_(request) {
  request_.examine = {};
  request_.sampling = {};
}

std::optional<std::vector<ValueRange>> LearntInPart::forecast(const Conditioning& part,
                                                              const std::vector<int>& series) const {
  try {
    const Prepared prepared = prepare(learning_from(part, whole_.scenario), request_);
    const Eigen::MatrixXd values =
        draw_series(prepared.plan, *prepared.model, prepared.sampler(), series, part.members, request_.threads);
    std::vector<ValueRange> ranges;
    for (Eigen::Index s = 0; s < values.cols(); ++s) ranges.push_back(range_of_defined(values_of(values, s)));
    return ranges;
  } catch (const ConflictError&) {
    return std::nullopt;
  }
}

}  // namespace wafercast
