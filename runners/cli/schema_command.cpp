#include <runners/cli/commands.hpp>

#include <engine/language/vocabulary.hpp>
#include <runners/cli/options.hpp>
#include <runners/report/json/schema_json.hpp>
#include <runners/report/text/language_reference.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <string>

namespace wafercast {
namespace {

/// `wafercast schema`: the scenario language, for editors and for the reference.
class SchemaCommand final : public Command {
 public:
  explicit SchemaCommand(CLI::App& command);
  ExitCode run() override;

 private:
  std::string format_ = "json";
};

SchemaCommand::SchemaCommand(CLI::App& command) {
  command.add_option("--format", format_, "json (JSON Schema) or markdown")
      ->check(one_of({"json", "markdown"}))
      ->capture_default_str();
}

ExitCode SchemaCommand::run() {
  fmt::print("{}", format_ == "json" ? language_schema(vocabulary()) : language_reference(vocabulary()));
  return ExitCode::done;
}

}  // namespace

CommandKind schema_command() {
  return {"schema", "Print the scenario language as JSON Schema, for editors, or as a page", declare<SchemaCommand>};
}

}  // namespace wafercast
