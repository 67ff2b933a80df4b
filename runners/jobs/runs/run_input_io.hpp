#pragma once

#include <runners/jobs/runs/run_input.hpp>

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace wafercast {

/// Puts the fields into a manifest's objects `scenario` and `run`, and its list `inputs`.
void write_run_input(const RunInput& input, nlohmann::ordered_json& manifest);

/// Reads them back; throws std::invalid_argument with a sentence for people.
RunInput read_run_input(const nlohmann::json& manifest);

/// The same as a text of its own, for a part.
std::string run_input_text(const RunInput& input);
RunInput read_run_input(const std::string& text);

}  // namespace wafercast
