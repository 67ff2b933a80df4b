#pragma once

#include <engine/forecast/forecast.hpp>

#include <string>

namespace wafercast {

/// forecast.csv: one number a row, with the header `metric,period,statistic,value,error,unit`. Statistics are mean, sd,
/// min, max and quantiles (q0.05). The answer to a question has the metric `question:name`, and the statistic
/// `probability` or those of a distribution. A number without an error has an empty one.
std::string forecast_csv(const Forecast& forecast);

}  // namespace wafercast
