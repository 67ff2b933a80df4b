#include <runners/jobs/runs/result_name.hpp>

#include <runners/jobs/runs/run_input.hpp>

#include <fmt/format.h>

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

}  // namespace

std::filesystem::path usual_folder(const RunRequest& request, const Scenario& scenario) {
  return usual_folder(scenario.name, run_hash(run_input(request, scenario), scenario.resolved));
}

std::filesystem::path usual_folder(const std::string& scenario, const std::string& digest) {
  return std::filesystem::path("results/runs") / fmt::format("{}-{}", folder_name(scenario), digest.substr(0, 10));
}

}  // namespace wafercast
