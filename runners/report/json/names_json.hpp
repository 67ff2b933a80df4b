#pragma once

#include <runners/jobs/studies/names.hpp>

#include <string>

namespace wafercast {

std::string names_json(const Names& names);

}  // namespace wafercast
