#pragma once

#include <runners/jobs/runs/explanation.hpp>

#include <string>
#include <string_view>

namespace wafercast {

// What the texts of explanations share.

inline constexpr int bar_columns = 30;

std::string repeated(std::string_view piece, int times);

/// How many paths failed, and what is undefined on some, a line each; empty where nothing is.
std::string failure_note(const Explanation& about);

/// "Gross margin, non-GAAP"
std::string title_of(const Explanation& about, const std::string& metric);

double rounded(double value, int decimals);

}  // namespace wafercast
