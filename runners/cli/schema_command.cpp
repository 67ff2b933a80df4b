#include <runners/cli/schema_command.hpp>

#include <engine/language/vocabulary.hpp>
#include <runners/cli/options.hpp>
#include <runners/report/json/schema_json.hpp>
#include <runners/report/text/language_reference.hpp>

#include <fmt/format.h>

namespace wafercast {

SchemaCommand::SchemaCommand(CLI::App& command) {
  command.add_option("--format", format_, "json (JSON Schema) or markdown")
      ->check(one_of({"json", "markdown"}))
      ->capture_default_str();
}

ExitCode SchemaCommand::run() const {
  fmt::print("{}", format_ == "json" ? language_schema(vocabulary()) : language_reference(vocabulary()));
  return ExitCode::done;
}

}  // namespace wafercast
