#pragma once

#include <runners/jobs/runs/beliefs_and_record.hpp>
#include <runners/jobs/runs/learnt_in_part.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace wafercast {

/// The evidence of a scenario in terms of a bridge: each reported metric, trend and statement belongs to one.
struct BridgeTerms {
  std::vector<std::string> names;
  std::size_t reported, trends;
  std::vector<std::size_t> statements;  ///< in the order of Conditioning::statements
};

/// What beliefs rely on, the record, and what the company says of its own figures to come: two of them are what is
/// learnt by beliefs alone and by the record alone.
BridgeTerms terms_in_short(const Scenario& scenario);

/// The reported quarters, the record, each of the company's own statements on its figures to come, other statements on
/// what is to come by metric, and all that was said of the past.
BridgeTerms terms_in_full(const Scenario& scenario);

/// The parts of the evidence on which a bridge rests: nothing, each term alone, and all but each.
std::vector<Conditioning> parts_of_bridge(const Conditioning& whole, const BridgeTerms& terms);

/// From consensus to the forecast, whose median is `forecast`, of one of the series that are learnt in part. A term's
/// step is the mean of what it moves the median by when it is learnt first, and when it is learnt last; what is left
/// over goes to all terms in equal parts. So the steps add up and know no order. Of up to three terms they are
/// Shapley's values, and of any number where terms act together at most in pairs (A. B. Owen, "Sobol' indices and
/// Shapley value", SIAM/ASA J. Uncertainty Quantification 2, 2014). Nothing where a part contradicts the beliefs.
std::optional<Bridge> bridge(const LearntInPart& in_part, const BridgeTerms& terms, std::size_t series,
                             double forecast);

}  // namespace wafercast
