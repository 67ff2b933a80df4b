#pragma once

#include <runners/jobs/explain.hpp>

#include <string>

namespace wafercast {

std::string explained_json(const Explained& explained);

}  // namespace wafercast
