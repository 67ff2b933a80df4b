#pragma once

#include <engine/core/fiscal_calendar.hpp>
#include <engine/scenario/conditioning.hpp>
#include <engine/scenario/scenario.hpp>
#include <engine/scenario/score.hpp>

#include <string>
#include <string_view>

namespace wafercast {

/// What a forecast relies on.
enum class Reliance {
  both,     ///< beliefs and record, pooled
  beliefs,  ///< what is believed, as the reported quarters and what was said of drivers correct it
  record    ///< the trends of the company's own record, with every driver as it was published
};

/// As people write it: "beliefs".
std::string_view name_of(Reliance reliance);

/// The other way round; throws InputError.
Reliance read_reliance(const std::string& text);

/// Whether a statement is the company's forecast of itself, and no belief about a driver: about a figure that is
/// scored, of a time not yet reported.
bool is_of_the_company(const StatementEvidence& said, const Score& score, FiscalQuarter last_reported);

/// What of all that a scenario learns from goes with it. Beliefs alone leave out the trends, and what the company says
/// of itself. The record alone leaves out reported quarters and all that was said.
Conditioning relying_on(Reliance reliance, Conditioning conditioning, const Score& score, FiscalQuarter last_reported);

/// What tells apart the evidence of a scenario that learns from this part alone.
std::string digest_of_part(const Conditioning& part, const Scenario& scenario);

/// The scenario that learns from this part of its evidence alone. What is learnt of equal parts is the same.
Scenario learning_from(Conditioning part, Scenario scenario);

/// The scenario that relies on this alone, named after it. Throws InputError where it has no record to rely on.
Scenario relying_on(Reliance reliance, Scenario scenario);

}  // namespace wafercast
