#include <runners/report/json/path_json.hpp>

#include <runners/files/json_text.hpp>

namespace wafercast {
namespace {

using Json = nlohmann::ordered_json;

/// By name, with a value a quarter from `first` on.
Json by_quarter(const std::vector<SinglePath::Row>& rows, FiscalQuarter first) {
  Json all = Json::object();
  for (const SinglePath::Row& row : rows) {
    Json values = Json::object();
    for (std::size_t q = 0; q < row.values.size(); ++q) values[to_string(first + static_cast<int>(q))] = row.values[q];
    all[row.name] = {{"unit", row.unit}, {"periods", std::move(values)}};
  }
  return all;
}

}  // namespace

std::string path_json(const SinglePath& path) {
  const Json json = {{"scenario", path.scenario},
                     {"as_of", to_string(path.as_of)},
                     {"path", path.path},
                     {"events", path.events},
                     {"drivers", by_quarter(path.drivers, path.last_reported)},
                     {"metrics", by_quarter(path.metrics, path.last_reported + 1)}};
  return json_text(json, 2);
}

}  // namespace wafercast
