#pragma once

#include <engine/language/data/reading.hpp>
#include <engine/language/syntax/fields.hpp>
#include <engine/language/syntax/syntax.hpp>
#include <engine/record/pooling.hpp>

#include <vector>

namespace wafercast::language {

/// What beliefs and record have earned by the as-of date: {errors: TABLE, weight: 5%, worth: 40}. The table holds rows
/// of `backtest`'s past_errors.csv, of forecasts by beliefs alone and by the record alone.
std::vector<PooledHorizon> read_pool(const Reading& reading, const Node& map);

void add_pool_words(Vocabulary& words);

}  // namespace wafercast::language
