#pragma once

#include <engine/language/data/reading.hpp>

#include <functional>
#include <optional>

namespace wafercast::language {

/// Reads the course of a driver from a map of its keys; nothing when it has problems, which are reported.
using CourseReader = std::function<std::optional<Course>(Reading& reading, const Node& node)>;

}  // namespace wafercast::language
