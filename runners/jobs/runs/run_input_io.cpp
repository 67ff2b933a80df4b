#include <runners/jobs/runs/run_input_io.hpp>

#include <engine/core/digest.hpp>
#include <engine/core/run_limits.hpp>
#include <runners/files/json_text.hpp>
#include <runners/jobs/runs/json_fields.hpp>
#include <runners/jobs/runs/run.hpp>

#include <fmt/format.h>

#include <stdexcept>
#include <type_traits>

namespace wafercast {
namespace {

using Json = nlohmann::ordered_json;

enum class Decides {
  itself,   ///< its value is hashed
  by_text,  ///< the scenario or the data that is read through it is
};
enum class Written { always, where_said };

/// A field of RunInput: where a manifest has it, the option that asks for it, and where a request has it.
template <class Value, class Place>
struct Field {
  const char* object;  ///< of the manifest; empty: the manifest itself
  const char* key;
  const char* option;  ///< empty: the word without one; null: nobody asks for it
  Value RunInput::*value;
  Place place;  ///< null: in no request
  Decides decides;
  Written written;

  void take(RunInput& input, const RunRequest& request) const {
    if constexpr (!std::is_null_pointer_v<Place>) input.*value = place(request);
  }
  void ask(const RunInput& input, RunRequest& request) const {
    if constexpr (!std::is_null_pointer_v<Place>) place(request) = input.*value;
  }
  bool is_written(const RunInput& input) const;
};
template <class Value, class Place>
Field(const char*, const char*, const char*, Value RunInput::*, Place, Decides, Written) -> Field<Value, Place>;

/// Every field, in the order in which they are hashed.
template <class Visit>
void for_each_field(const Visit& visit) {
  using enum Decides;
  using enum Written;
  visit(Field{"scenario", "file", "", &RunInput::file, [](auto& r) -> decltype(auto) { return (r.scenario.file); },
              by_text, always});
  visit(Field{"scenario", "as_of", "--as-of", &RunInput::as_of,
              [](auto& r) -> decltype(auto) { return (r.scenario.read.as_of); }, itself, always});
  visit(Field{"scenario", "quarters", "--horizon", &RunInput::quarters,
              [](auto& r) -> decltype(auto) { return (r.scenario.read.quarters); }, itself, always});
  visit(Field{"scenario", "data_folder", "--data", &RunInput::data_folder,
              [](auto& r) -> decltype(auto) { return (r.scenario.read.data_folder); }, by_text, where_said});
  visit(Field{"scenario", "set", "--set", &RunInput::settings,
              [](auto& r) -> decltype(auto) { return (r.scenario.read.settings); }, by_text, where_said});
  visit(Field{"scenario", "rely_on", "--rely-on", &RunInput::reliance,
              [](auto& r) -> decltype(auto) { return (r.scenario.reliance); }, itself, where_said});
  visit(Field{"run", "seed", "--seed", &RunInput::seed, [](auto& r) -> decltype(auto) { return (r.scenario.seed); },
              itself, always});
  visit(Field{"run", "paths", "--paths", &RunInput::paths, [](auto& r) -> decltype(auto) { return (r.paths); }, itself,
              where_said});
  visit(Field{"", "inputs", nullptr, &RunInput::inputs, nullptr, itself, always});
  visit(Field{"run", "draws", "--draws", &RunInput::draws,
              [](auto& r) -> decltype(auto) { return (r.scenario.sampling.kind); }, itself, where_said});
  visit(Field{"run", "full", "--full", &RunInput::full,
              [](auto& r) -> decltype(auto) { return (r.scenario.series.full); }, itself, where_said});
  visit(Field{"run", "metrics", "--metric", &RunInput::metrics,
              [](auto& r) -> decltype(auto) { return (r.scenario.series.metrics); }, itself, where_said});
}

// How each kind of value is written: as words, which are hashed and follow an option, and as JSON.

using Words = std::vector<std::string>;

Words words_of(const std::filesystem::path& file) {
  return {file.string()};
}
Words words_of(Date date) {
  return {to_string(date)};
}
Words words_of(int quarters) {
  return {std::to_string(quarters)};
}
Words words_of(std::uint64_t seed) {
  return {std::to_string(seed)};
}
Words words_of(std::int64_t paths) {
  return {std::to_string(paths)};
}
Words words_of(Reliance reliance) {
  return {std::string(name_of(reliance))};
}
Words words_of(Sampling::Kind kind) {
  return {std::string(name_of(kind))};
}
Words words_of(bool) {
  return {""};  // to ask for it, its option is enough
}
Words words_of(const Words& words) {
  return words;
}
Words words_of(const std::vector<Setting>& settings) {
  Words words;
  for (const Setting& setting : settings) words.push_back(fmt::format("{}={}", setting.name, setting.value));
  return words;
}
Words words_of(const std::vector<InputFile>& inputs) {
  Words digests;
  for (const InputFile& input : inputs) digests.push_back(input.digest);
  return digests;
}
template <class Value>
Words words_of(const std::optional<Value>& value) {
  return value ? words_of(*value) : Words();
}

template <class Value>
bool is_said(const Value& value) {
  return value != Value{};
}
bool is_said(const std::vector<InputFile>& inputs) {
  return !inputs.empty();
}

template <class Value>
Json json_of(const Value& value) {
  if constexpr (std::is_integral_v<Value>)
    return value;
  else
    return words_of(value).front();
}
template <class Value>
Json json_of(const std::optional<Value>& value) {
  return json_of(value.value());
}
Json json_of(const std::vector<Setting>& settings) {
  Json list = Json::array();
  for (const Setting& setting : settings) list.push_back({{"name", setting.name}, {"value", setting.value}});
  return list;
}
Json json_of(const Words& words) {
  return words;
}
Json json_of(const std::vector<InputFile>& inputs) {
  Json list = Json::array();
  for (const InputFile& input : inputs) list.push_back({{"path", input.path}, {"digest", input.digest}});
  return list;
}

// And how it is read back.

using Read = nlohmann::json;

void read(const Read& in, const char* key, std::filesystem::path& file) {
  file = text_in(in, key);
  if (file.empty()) throw std::invalid_argument(fmt::format("'{}' is empty", key));
}
void read(const Read& in, const char* key, Date& date) {
  const auto day = parse_date(text_in(in, key));
  if (!day) throw std::invalid_argument(fmt::format("'{}' is no date", key));
  date = *day;
}
void read(const Read& in, const char* key, int& quarters) {
  quarters = static_cast<int>(whole_in(in, key, 1, longest_horizon));
}
void read(const Read& in, const char* key, std::uint64_t& seed) {
  seed = seed_in(in, key);
}
void read(const Read& in, const char* key, std::int64_t& paths) {
  paths = whole_in(in, key, 1, most_paths);
}
void read(const Read& in, const char* key, Reliance& reliance) {
  reliance = read_reliance(text_in(in, key));
}
void read(const Read& in, const char* key, Sampling::Kind& kind) {
  kind = read_sampling(text_in(in, key));
}
void read(const Read& in, const char* key, bool& flag) {
  flag = flag_in(in, key);
}
void read(const Read& in, const char* key, Words& words) {
  for (const Read& one : list_in(in, key)) {
    if (!one.is_string()) throw std::invalid_argument(fmt::format("'{}' holds what is no text", key));
    words.push_back(one.get<std::string>());
  }
}
void read(const Read& in, const char* key, std::vector<Setting>& settings) {
  for (const Read& one : list_in(in, key)) settings.push_back({text_in(one, "name"), text_in(one, "value")});
}
void read(const Read& in, const char* key, std::vector<InputFile>& inputs) {
  for (const Read& one : list_in(in, key)) inputs.push_back({text_in(one, "path"), text_in(one, "digest")});
}
template <class Value>
void read(const Read& in, const char* key, std::optional<Value>& value) {
  read(in, key, value.emplace());
}

template <class Value, class Place>
bool Field<Value, Place>::is_written(const RunInput& input) const {
  return written == Written::always || is_said(input.*value);
}

}  // namespace

RunInput run_input(const RunRequest& request, const Scenario& scenario) {
  RunInput input;
  for_each_field([&](const auto& field) { field.take(input, request); });
  input.as_of = scenario.as_of;
  input.quarters = scenario.quarters;
  input.inputs = scenario.inputs;
  return input;
}

void ask_for(const RunInput& input, RunRequest& request) {
  for_each_field([&](const auto& field) { field.ask(input, request); });
}

std::string run_hash(const RunInput& input, const std::string& resolved) {
  std::string text = resolved + "\n";
  for_each_field([&](const auto& field) {
    const auto& value = input.*field.value;
    if (field.decides != Decides::itself || !field.is_written(input)) return;
    if constexpr (std::is_same_v<decltype(value), const Sampling::Kind&>) {
      text += fmt::format("{} of {}\n", name_of(value), input.paths);
    } else {
      for (const std::string& word : words_of(value)) text += word + "\n";
    }
  });
  return digest_of(text);
}

std::vector<std::pair<std::string, std::string>> run_options(const RunInput& input) {
  std::vector<std::pair<std::string, std::string>> options;
  for_each_field([&](const auto& field) {
    if (field.option == nullptr || !field.is_written(input)) return;
    for (const std::string& word : words_of(input.*field.value)) options.emplace_back(field.option, word);
  });
  return options;
}

void write_run_input(const RunInput& input, Json& manifest) {
  for_each_field([&](const auto& field) {
    if (!field.is_written(input)) return;
    Json& object = *field.object == '\0' ? manifest : manifest[field.object];
    object[field.key] = json_of(input.*field.value);
  });
}

RunInput read_run_input(const nlohmann::json& manifest) {
  RunInput input;
  for_each_field([&](const auto& field) {
    const nlohmann::json& object = *field.object == '\0' ? manifest : object_in(manifest, field.object);
    if (field.written == Written::always || object.contains(field.key)) read(object, field.key, input.*field.value);
  });
  return input;
}

std::string run_input_text(const RunInput& input) {
  Json json;
  write_run_input(input, json);
  return json_text(json);
}

RunInput read_run_input(const std::string& text) {
  return read_run_input(parsed_object(text));
}

}  // namespace wafercast
