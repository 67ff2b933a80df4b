#pragma once

#include <engine/language/read.hpp>

#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace wafercast::testing {

/// The calendar of a company whose year ends on the last Sunday of January.
FiscalCalendar january_calendar();

ReadOptions options();
ReadOptions options_as_of(std::string_view date);

/// tests/engine/language.
std::filesystem::path test_folder();

/// A folder that is there for the length of a test.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::filesystem::path path() const { return path_; }
  std::filesystem::path write(const std::string& name, std::string_view text) const;
  void copy_fixtures() const;

 private:
  std::filesystem::path path_;
};

std::string read_file(const std::filesystem::path& file);

/// The first keys of a small scenario, seen from 2025-03-31 over four quarters.
inline constexpr std::string_view heading =
    "wafercast: scenario/1\nname: Small\nmodel: accelerator_vendor\nas_of: 2025-03-31\nhorizon: 4 quarters\n";

/// Reads a scenario that is the heading and `body`.
Scenario read_small(std::string_view body);

/// The messages with which a scenario of the heading and `body` is refused; empty when it is read.
std::string refusal_of(std::string_view body);

/// All that a scenario believes and was made from, as text to compare.
std::string describe(const Scenario& scenario);
std::string describe(const Belief& belief);

const DriverBelief& driver(const Scenario& scenario, std::string_view name);
const EventBelief& event(const Scenario& scenario, std::string_view name);

}  // namespace wafercast::testing
