#pragma once

#include <runners/store/store.hpp>

#include <map>
#include <string>

namespace wafercast {

/// What a store holds as the model output of a forecast hub: the text of each file by its path within the hub, a file a
/// day on which something was forecast, of scenarios without settings. Where a day was forecast more than once, its
/// newest forecast; each plan is a model of its own.
std::map<std::string, std::string> hub_files(Store& store);

}  // namespace wafercast
