#include <runners/cli/commands.hpp>

#include <runners/cli/command_list.hpp>
#include <runners/cli/options.hpp>
#include <runners/jobs/runs/program.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <string>
#include <string_view>

namespace wafercast {
namespace {

/// Running text of troff: a leading point or quote is no request, a hyphen is a hyphen.
std::string troff(std::string_view text) {
  const std::string escaped = with_escaped(text, "\\-", "\\");
  return escaped.starts_with('.') || escaped.starts_with('\'') ? "\\&" + escaped : escaped;
}

/// The manual page, as troff: wafercast(1).
std::string man_page(const CLI::App& app, const std::string& version) {
  std::string page = fmt::format(
      ".TH WAFERCAST 1 \"\" \"wafercast {}\" \"User commands\"\n.SH NAME\nwafercast \\- scenario simulation and "
      "forecasting\n"
      ".SH SYNOPSIS\n.B wafercast\n.I command\n[\\fIarguments\\fR]\n.SH DESCRIPTION\n{}\n.SH COMMANDS\n",
      troff(version), troff(app.get_description()));
  for (const CLI::App* command : commands_of(app)) {
    std::string arguments;
    for (const CLI::Option* argument : arguments_of(*command))
      arguments += " \\fI" + troff(argument->get_name(true)) + "\\fR";
    page += fmt::format(".SS \"{}{}\"\n{}\n", command->get_name(), arguments, troff(command->get_description()));
    for (const CLI::Option* option : options_of(*command)) {
      page += fmt::format(".TP\n.B {}\n{}\n", troff(option->get_name(false, true)), troff(option->get_description()));
    }
  }
  return page + fmt::format(
                    ".SH EXIT STATUS\n{}.\n.SH FILES\nResults go to results/runs; what was learnt is kept in "
                    "~/.cache/wafercast.\n",
                    exit_codes_text());
}

/// `wafercast man`: the manual page.
class ManCommand final : public Command {
 public:
  explicit ManCommand(CLI::App& command) : app_(*command.get_parent()) {
    command.add_option("--format", format_, "troff or markdown")
        ->check(one_of({"troff", "markdown"}))
        ->capture_default_str();
  }

  ExitCode run() override {
    fmt::print("{}", format_ == "troff" ? man_page(app_, this_program().version) : command_reference(app_));
    return ExitCode::done;
  }

 private:
  const CLI::App& app_;
  std::string format_ = "troff";
};

}  // namespace

CommandKind man_command() {
  return {"man", "Print the manual page", declare<ManCommand>};
}

}  // namespace wafercast
