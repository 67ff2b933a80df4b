#include <runners/cli/commands.hpp>

#include <engine/core/diagnostics.hpp>
#include <engine/core/printable.hpp>
#include <runners/cli/options.hpp>
#include <runners/files/one_file.hpp>
#include <runners/files/output_places.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace wafercast {
namespace {

constexpr const char* start = R"(wafercast: scenario/1
name: {name}
extends: {base}

# What is supposed holds in the quarters forecast, whatever was believed. 'wafercast list {base}' names
# what there is; 'wafercast explain {base} cowos.capacity' says what is believed of it.
override:
  cowos.capacity: {{scale: 0.9, from: +1}}     # a tenth less from the first quarter forecast on
  # blackwell.price: {{now: 32k to 38k (80%), from: +2}}
  # rubin.ramp_start: {{shift: 1 quarter}}
  # events.export_tightening: {{happens: never}}

# What is believed otherwise is learnt anew with the reported figures.
# believe:
#   cowos.vendor_share: 45% to 55% (80%)

questions:
  next_year_above_500bn: P(revenue[FY+1] > 500bn)
)";

std::string name_from(const std::filesystem::path& file) {
  std::string name = file.stem().string();
  for (char& c : name) {
    if (c == '_' || c == '-') c = ' ';
  }
  if (!name.empty() && name[0] >= 'a' && name[0] <= 'z') name[0] = static_cast<char>(name[0] - 'a' + 'A');
  return name;
}

/// `wafercast new`: a what-if to start from.
class NewCommand final : public Command {
 public:
  explicit NewCommand(CLI::App& command);
  ExitCode run() override;

 private:
  std::filesystem::path file_;
  std::filesystem::path base_ = "scenarios/base.yaml";
};

NewCommand::NewCommand(CLI::App& command) {
  command.add_option("file", file_, "The file to write, e.g. scenarios/what-if/my_question.yaml")->required();
  command.add_option("--base", base_, "The scenario that it extends")->check(existing_file)->capture_default_str();
}

ExitCode NewCommand::run() {
  if (std::filesystem::exists(std::filesystem::symlink_status(file_))) {
    throw InputError(
        Diagnostic{{file_.string(), 0, 0}, "this file is there already", "name another; nothing was written"});
  }
  OutputPlaces places;
  places.new_file(file_);
  places.require();
  const auto folder = std::filesystem::absolute(file_).parent_path();
  const std::string base = std::filesystem::proximate(std::filesystem::absolute(base_), folder).generic_string();
  write_whole(file_, fmt::format(fmt::runtime(start), fmt::arg("name", name_from(file_)), fmt::arg("base", base)));
  fmt::print("{}: a what-if to start from. Next: wafercast compare {} {}\n", printable_line(file_.string()),
             printable_line(base_.string()), printable_line(file_.string()));
  return ExitCode::done;
}

}  // namespace

CommandKind new_command() {
  return {"new", "Write a what-if to start from", declare<NewCommand>};
}

}  // namespace wafercast
