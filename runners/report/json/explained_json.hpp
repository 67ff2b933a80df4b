#pragma once

#include <runners/jobs/studies/explain.hpp>

#include <string>

namespace wafercast {

std::string explained_json(const Explained& explained);

}  // namespace wafercast
