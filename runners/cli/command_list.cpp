#include <runners/cli/command_list.hpp>

#include <runners/cli/exit_codes.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

namespace wafercast {

std::vector<const CLI::App*> commands_of(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App*) { return true; });
}

std::vector<const CLI::Option*> options_of(const CLI::App& command) {
  return command.get_options([](const CLI::Option* option) { return !option->get_positional(); });
}

std::vector<const CLI::Option*> arguments_of(const CLI::App& command) {
  return command.get_options([](const CLI::Option* option) { return option->get_positional(); });
}

std::string with_escaped(std::string_view text, std::string_view characters, std::string_view escape) {
  std::string escaped;
  for (const char c : text) {
    if (characters.find(c) != std::string_view::npos) escaped += escape;
    escaped += c;
  }
  return escaped;
}

std::string command_reference(const CLI::App& app) {
  std::string page = fmt::format(
      "# Commands\n\nMade from the program's own list by `wafercast man --format markdown`; `wafercast COMMAND --help` "
      "says the same.\n\nExit codes: {}.\n",
      exit_codes_text());
  const auto cell = [](const std::string& text) { return with_escaped(text, "|", "\\"); };
  for (const CLI::App* command : commands_of(app)) {
    std::string arguments;
    for (const CLI::Option* argument : arguments_of(*command)) arguments += " " + argument->get_name(true);
    page += fmt::format("\n## {}\n\n`wafercast {}{}`: {}\n", command->get_name(), command->get_name(), arguments,
                        command->get_description());
    if (options_of(*command).size() > 1) page += "\n| option | meaning |\n|---|---|\n";
    for (const CLI::Option* option : options_of(*command)) {
      if (option->get_lnames() == std::vector<std::string>{"help"}) continue;
      page += fmt::format("| `{}` | {} |\n", cell(option->get_name(false, true)), cell(option->get_description()));
    }
  }
  return page;
}

}  // namespace wafercast
