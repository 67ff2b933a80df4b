#include <runners/jobs/result_name.hpp>

#include <engine/language/syntax/file_bytes.hpp>

#include <fmt/format.h>

#include <string>

namespace wafercast {
namespace {

/// `China licence, seen from April` as a folder's name: china-licence-seen-from-april.
std::string folder_name(const std::string& scenario) {
  std::string name;
  for (const char c : scenario) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    const bool capital = c >= 'A' && c <= 'Z';
    if (plain || capital) {
      name += static_cast<char>(capital ? c - 'A' + 'a' : c);
    } else if (!name.empty() && name.back() != '-') {
      name += '-';
    }
  }
  constexpr std::size_t longest = 100;  // of a folder's name, which disks limit
  if (name.size() > longest) name.resize(longest);
  while (!name.empty() && name.back() == '-') name.pop_back();
  return name.empty() ? "scenario" : name;
}

std::filesystem::path folder_of(const std::string& scenario, const std::string& digest) {
  return std::filesystem::path("results/runs") / fmt::format("{}-{}", folder_name(scenario), digest.substr(0, 10));
}

}  // namespace

std::filesystem::path usual_folder(const RunRequest& request, const Scenario& scenario) {
  return folder_of(scenario.name, run_hash(request, scenario));
}

std::filesystem::path usual_folder(const SweepResult& sweep) {
  std::string text = fmt::format("{}\n{}\n{}\n", to_string(sweep.about.as_of), sweep.about.seed, sweep.about.paths);
  for (const SweepAxis& axis : sweep.axes) text += fmt::format("{}={}\n", axis.name, fmt::join(axis.values, ","));
  for (const InputFile& input : sweep.inputs) text += input.digest + "\n";
  return folder_of(sweep.about.scenario, language::digest_of(text));
}

}  // namespace wafercast
