#pragma once

#include <engine/insight/difference.hpp>
#include <engine/language/compose/read_options.hpp>
#include <engine/simulation/series_key.hpp>
#include <runners/jobs/runs/explanation.hpp>
#include <runners/report/text/figures.hpp>

#include <string>
#include <vector>

namespace wafercast {

// How differences are written, in comparisons, sweeps and tornados.

/// As levels of its size, shares with a digit more.
FigureFormat format_of_differences(const SeriesKey& series, double largest);

/// "+3.1", "−0.4", "0"
std::string signed_figure(const FigureFormat& format, double change);

/// The change of the median as a part of the median before, "−13.3%"; empty where that means nothing.
std::string relative_change(const SeriesKey& series, const Difference& difference);

/// "FY28 revenue: 593.5 → 514.6 bn USD, −13.3% ±0.2; lower on 99.8% of the draws."
std::string difference_sentence(const Explanation& about, const SeriesKey& series, const Difference& difference);

/// "cowos.capacity.scale=0.8, events.tariff=never"
std::string settings_text(const std::vector<Setting>& settings);

}  // namespace wafercast
