#pragma once

#include <engine/scenario/scenario.hpp>

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace wafercast {

/// Figures by metric and quarter, in the units of a history.
using Figures = std::map<std::string, History::Series>;

/// Parts of what a scenario is read from, cut at days of their own: what a piece of news did is the difference between
/// two readings, one with it and one without. A part without a day is cut at the as-of date, and none later than that.
/// Since something that a question asks for may be cut, a reading with cuts has no questions.
struct Cuts {
  std::optional<Date> reported{};        ///< figures of reported quarters
  std::optional<Date> guided{};          ///< the company's outlook
  std::optional<Date> beliefs{};         ///< dated beliefs, those about events apart
  std::optional<Date> events{};          ///< dated beliefs about events
  std::map<std::string, Date> tables{};  ///< by name
  /// What the history holds of quarters in place of what was told of them: metrics that are not named are blank there.
  Figures reported_as{};
  Figures guided_as{};

  friend bool operator==(const Cuts&, const Cuts&) = default;
};

/// What is taken of the changes that a scenario makes to those it extends.
enum class Changes {
  all,
  beliefs,  ///< what it believes otherwise alone: nothing supposed, no event changed, nothing removed
};

/// From where a scenario may read other files.
struct Reach {
  std::optional<std::filesystem::path> root{};  ///< this folder instead of the usual one
  bool allow_outside = false;                   ///< from anywhere
};

/// One thing that is supposed on top of a scenario, as people write it on a command line: a driver
/// (`cowos.capacity.scale` = `0.8@2026Q4`, `blackwell.price` = `34000`), an event (`events.tariff` = `never`, or a day)
/// or a part of one (`events.tariff.probability` = `60%`). `@` says from when on.
struct Setting {
  std::string name;
  std::string value;

  friend bool operator==(const Setting&, const Setting&) = default;
};

struct ReadOptions {
  std::optional<Date> as_of;                         ///< instead of the scenario's own
  std::optional<int> quarters;                       ///< instead of the scenario's own horizon
  std::optional<std::filesystem::path> data_folder;  ///< instead of the scenario's `data: folder`
  std::vector<Setting> settings{};                   ///< laid over the scenario, in this order
  Cuts cuts{};
  Changes changes = Changes::all;
  Reach reach{};

  std::vector<std::string> model_names;         ///< that a scenario may be for
  std::optional<FiscalCalendar> calendar = {};  ///< of scenarios that state none; without it they must

  /// Looks further at a scenario in which something was found already, so that everything is told at once.
  std::function<void(const Scenario&, Diagnostics&)> look_further{};
};

}  // namespace wafercast
