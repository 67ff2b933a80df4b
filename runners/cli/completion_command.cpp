#include <runners/cli/commands.hpp>

#include <runners/cli/command_list.hpp>
#include <runners/cli/options.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <string>
#include <string_view>

namespace wafercast {
namespace {

std::string names_of(const CLI::App& command) {
  std::string names;
  for (const CLI::Option* option : options_of(command)) {
    for (const std::string& name : option->get_lnames()) names += (names.empty() ? "--" : " --") + name;
  }
  return names;
}

/// A word of zsh's _arguments: quotes and colons have a meaning there.
std::string zsh_text(std::string_view text) {
  std::string escaped = with_escaped(text, ":[]\\", "\\");
  for (std::size_t at = 0; (at = escaped.find('\'', at)) != std::string::npos; at += 4) escaped.replace(at, 1, "'\\''");
  return escaped;
}

/// For bash: commands, options, then files.
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

/// The same for zsh, with what each command and option is for.
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

/// `wafercast completion`: a script for a shell.
class CompletionCommand final : public Command {
 public:
  explicit CompletionCommand(CLI::App& command) : app_(*command.get_parent()) {
    command.add_option("shell", shell_, "bash or zsh")->required()->check(one_of({"bash", "zsh"}));
  }

  ExitCode run() override {
    fmt::print("{}", shell_ == "bash" ? bash_completion(app_) : zsh_completion(app_));
    return ExitCode::done;
  }

 private:
  const CLI::App& app_;
  std::string shell_;
};

}  // namespace

CommandKind completion_command() {
  return {"completion", "Print a completion script for a shell", declare<CompletionCommand>};
}

}  // namespace wafercast
