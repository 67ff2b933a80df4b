#pragma once

#include <engine/forecast/forecast.hpp>
#include <runners/jobs/runs/run_description.hpp>
#include <runners/report/text/figures.hpp>

#include <optional>
#include <string>
#include <vector>

namespace wafercast {

/// A metric in a period by beliefs alone, by the record alone and by both, each as "509 (286–936)"; nothing where it
/// was not forecast.
struct ThreeTexts {
  std::string unit, beliefs, record, together;
};
std::optional<ThreeTexts> three_texts(const EachAlone& alone, const Forecast& forecast);

/// What a year takes of a thing, in words: by the forecast, as it is believed, and as it was said.
struct TakesTexts {
  std::string unit, forecast, believed, said;
};
TakesTexts takes_texts(const Requirement& requirement);

/// A lesson's figures: indices around one keep their decimals.
FigureFormat lesson_format(const Lesson& lesson);

/// "What has no name (chain.unexplained) multiplies FY28 by 1.38 …": where the data contradict what is believed; empty
/// where they do not.
std::vector<std::string> contradiction_sentences(const RunDescription& run);

/// "FY28: beliefs alone 509 (286–936), the record alone 736, together 734." For each fiscal year, of the first metric
/// that is shown; then why the last of them is what it is (bridge_sentence). Empty where nothing of it is told.
std::vector<std::string> belief_sentences(const Forecast& forecast, const RunDescription& run);

}  // namespace wafercast
