#include <runners/cli/shell_help.hpp>

#include <fmt/format.h>

#include <string_view>
#include <vector>

namespace wafercast {
namespace {

std::vector<const CLI::App*> commands_of(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App*) { return true; });
}

std::vector<const CLI::Option*> options_of(const CLI::App& command) {
  return command.get_options([](const CLI::Option* option) { return !option->get_positional(); });
}

std::vector<const CLI::Option*> arguments_of(const CLI::App& command) {
  return command.get_options([](const CLI::Option* option) { return option->get_positional(); });
}

std::string names_of(const CLI::App& command) {
  std::string names;
  for (const CLI::Option* option : options_of(command)) {
    for (const std::string& name : option->get_lnames()) names += (names.empty() ? "--" : " --") + name;
  }
  return names;
}

std::string with_escaped(std::string_view text, std::string_view characters, std::string_view escape) {
  std::string escaped;
  for (const char c : text) {
    if (characters.find(c) != std::string_view::npos) escaped += escape;
    escaped += c;
  }
  return escaped;
}

/// A word of zsh's _arguments: quotes and colons have a meaning there.
std::string zsh_text(std::string_view text) {
  std::string escaped = with_escaped(text, ":[]\\", "\\");
  for (std::size_t at = 0; (at = escaped.find('\'', at)) != std::string::npos; at += 4) escaped.replace(at, 1, "'\\''");
  return escaped;
}

/// Running text of troff: a leading point or quote is no request, a hyphen is a hyphen.
std::string troff(std::string_view text) {
  const std::string escaped = with_escaped(text, "\\-", "\\");
  return escaped.starts_with('.') || escaped.starts_with('\'') ? "\\&" + escaped : escaped;
}

}  // namespace

std::string bash_completion(const CLI::App& app) {
  std::string names, cases;
  for (const CLI::App* command : commands_of(app)) {
    names += (names.empty() ? "" : " ") + command->get_name();
    cases += fmt::format("    {}) options='{}' ;;\n", command->get_name(), names_of(*command));
  }
  return fmt::format(
      "# bash completion of wafercast; load it with: eval \"$(wafercast completion bash)\"\n"
      "_wafercast() {{\n"
      "  local word=${{COMP_WORDS[COMP_CWORD]}} options=''\n"
      "  if [[ $COMP_CWORD -eq 1 ]]; then\n"
      "    COMPREPLY=($(compgen -W '{} --help --version' -- \"$word\"))\n"
      "    return\n"
      "  fi\n"
      "  case ${{COMP_WORDS[1]}} in\n{}  esac\n"
      "  if [[ $word == -* ]]; then\n"
      "    COMPREPLY=($(compgen -W \"$options\" -- \"$word\"))\n"
      "  else\n"
      "    COMPREPLY=($(compgen -f -- \"$word\"))\n"
      "    compopt -o filenames 2>/dev/null\n"
      "  fi\n"
      "}}\n"
      "complete -F _wafercast wafercast ./wafercast\n",
      names, cases);
}

std::string zsh_completion(const CLI::App& app) {
  std::string names, cases;
  for (const CLI::App* command : commands_of(app)) {
    names += fmt::format("    '{}:{}'\n", command->get_name(), zsh_text(command->get_description()));
    cases += fmt::format("    {}) _arguments -S \\\n", command->get_name());
    for (const CLI::Option* option : options_of(*command)) {
      for (const std::string& name : option->get_lnames()) {
        cases += fmt::format("        '*--{}[{}]{}' \\\n", name, zsh_text(option->get_description()),
                             option->get_expected_max() > 0 ? ":value:_files" : "");
      }
    }
    cases += "        '*:file:_files' ;;\n";
  }
  return fmt::format(
      "#compdef wafercast\n"
      "# zsh completion of wafercast; load it with: eval \"$(wafercast completion zsh)\"\n"
      "_wafercast() {{\n"
      "  local -a commands=(\n{}  )\n"
      "  if (( CURRENT == 2 )); then\n"
      "    _describe command commands\n"
      "    return\n"
      "  fi\n"
      "  local command=$words[2]\n"
      "  shift words; (( CURRENT-- ))\n"
      "  case $command in\n{}  esac\n"
      "}}\n"
      "compdef _wafercast wafercast\n",
      names, cases);
}

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
  return page +
         ".SH EXIT STATUS\n0 done, 1 internal failure, 2 bad input, 3 paths failed, 5 something is missing, 130 "
         "interrupted, "
         "143 terminated.\n.SH FILES\nResults go to results/runs; what was learnt is kept in ~/.cache/wafercast.\n";
}

std::string command_reference(const CLI::App& app) {
  std::string page =
      "# Commands\n\nMade from the program's own list by `wafercast man --format markdown`; "
      "`wafercast COMMAND --help` says the same.\n";
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
