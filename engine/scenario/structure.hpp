#pragma once

#include <engine/core/diagnostics.hpp>

#include <map>
#include <string>
#include <vector>

namespace wafercast {

/// A word or number as it was written, with its place.
struct WrittenText {
  std::string text;
  SourceLocation where;
};

/// One product, customer or segment: certain facts about it by name. What is uncertain about it is a driver.
struct StructureItem {
  std::string name;
  SourceLocation where;
  std::map<std::string, WrittenText> attributes;
};

/// What the company sells and to whom, as lists from the scenario, in the order written: {"products": [hopper, …], …}.
struct Structure {
  std::map<std::string, std::vector<StructureItem>> lists;
};

}  // namespace wafercast
