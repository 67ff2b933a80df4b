#include <runners/night_report/hub_export.hpp>

#include <runners/files/output_mark.hpp>
#include <runners/report/csv/csv_field.hpp>

#include <fmt/format.h>

#include <cctype>
#include <filesystem>
#include <set>
#include <tuple>
#include <vector>

namespace wafercast {
namespace {

/// Letters, digits and single hyphens of a text.
std::string slug(const std::string& text) {
  std::string name;
  for (const char c : text) {
    const bool is_plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
    if (is_plain) name += c;
    if (!is_plain && !name.empty() && name.back() != '-') name += '-';
  }
  return name;
}

/// Names that tell things apart: of each the first of its proposals that is free, or else that with a number.
class Names {
 public:
  const std::string& name_of(const std::string& thing, const std::vector<std::string>& proposals) {
    const auto known = names_.find(thing);
    if (known != names_.end()) return known->second;
    for (const std::string& proposal : proposals) {
      if (taken_.insert(proposal).second) return names_[thing] = proposal;
    }
    for (int number = 2;; ++number) {
      const std::string name = fmt::format("{}-{}", proposals.back(), number);
      if (taken_.insert(name).second) return names_[thing] = name;
    }
  }

 private:
  std::map<std::string, std::string> names_;
  std::set<std::string> taken_;
};

std::string rows_of(const std::string& key, const StoredFigure& figure) {
  if (figure.unit == "probability") {
    return fmt::format("{0},pmf,yes,{1}\n{0},pmf,no,{2}\n", key, figure.mean.value, 1.0 - figure.mean.value);
  }
  std::string rows;
  for (std::size_t q = 0; q < stored_probabilities.size(); ++q) {
    rows += fmt::format("{},quantile,{},{}\n", key, stored_probabilities[q], figure.quantiles[q]);
  }
  return rows + fmt::format("{},mean,NA,{}\n", key, figure.mean.value);
}

/// The files of one plan, by day.
std::map<std::string, std::string> files_of(const PlanKey& plan, Store& store) {
  using Key = std::tuple<std::string, std::string, std::string, std::string>;  // day, scenario, metric, period
  std::map<Key, std::string> rows;
  Names scenarios;
  store.each_figure(
      [&](const Subject& subject, const StoredRun& run, const StoredFigure& figure) {
        if (!subject.settings.empty()) return;
        const std::filesystem::path file = subject.file;
        const std::string scenario = scenarios.name_of(
            subject.file, {file.stem().string(), slug(std::filesystem::path(file).replace_extension().string())});
        const std::string day = to_string(run.as_of);
        const std::string key =
            fmt::format("{},{},{},{}", day, csv_field(scenario), csv_field(figure.metric), csv_field(figure.period));
        rows[{day, scenario, figure.metric, figure.period}] = rows_of(key, figure);  // newer runs come later
      },
      plan);
  std::map<std::string, std::string> files;
  for (const auto& [key, text] : rows) {
    files.try_emplace(std::get<0>(key), hub_header).first->second += text;
  }
  return files;
}

}  // namespace

std::map<std::string, std::string> hub_files(Store& store) {
  Names models;
  std::map<std::string, std::string> files;
  for (const PlanKey& plan : store.plans()) {
    const std::string& model = models.name_of(plan.name + "\n" + plan.file,
                                              {"wafercast-nightly", fmt::format("wafercast-{}", slug(plan.name))});
    for (const auto& [day, text] : files_of(plan, store)) {
      files.emplace(fmt::format("model-output/{0}/{1}-{0}.csv", model, day), text);
    }
  }
  return files;
}

}  // namespace wafercast
