#include <engine/language/compose/enclosure.hpp>
#include <engine/language/syntax/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

namespace wafercast::language {
namespace {

namespace fs = std::filesystem;

fs::path resolved(const fs::path& path) {
  std::error_code problem;
  const fs::path real = fs::weakly_canonical(fs::absolute(path), problem);
  return problem ? fs::absolute(path).lexically_normal() : real;
}

fs::path usual_root(const fs::path& scenario) {
  const fs::path folder = resolved(scenario).parent_path();
  for (fs::path at = folder; at != at.root_path(); at = at.parent_path()) {
    std::error_code ignored;
    if (fs::exists(at / ".git", ignored)) return at;
  }
  return folder.parent_path() == folder.root_path() ? folder : folder.parent_path();
}

bool lies_within(const fs::path& file, const fs::path& root) {
  return std::ranges::mismatch(root, file).in1 == root.end();
}

}  // namespace

Enclosure::Enclosure(const fs::path& scenario, const ReadOptions& options) {
  if (options.reach.allow_outside) return;
  roots_.push_back(options.reach.root ? resolved(*options.reach.root) : usual_root(scenario));
  if (options.data_folder) roots_.push_back(resolved(*options.data_folder));
}

void Enclosure::check(const fs::path& file) const {
  const fs::path real = resolved(file);
  if (roots_.empty() || std::ranges::any_of(roots_, [&](const fs::path& root) { return lies_within(real, root); })) {
    return;
  }
  throw ValueError(fmt::format("{} lies outside {}, and a scenario reads nothing from there", in_quotes(file.string()),
                               in_quotes(roots_.front().string())),
                   "allow it with --root FOLDER or --allow-outside, if you trust the scenario");
}

}  // namespace wafercast::language
