#include <runners/jobs/runs/models.hpp>

#include <models/accelerator_vendor/model.hpp>

namespace wafercast {
namespace {

struct ModelEntry {
  std::string name;
  std::unique_ptr<Model> (*make)(const Scenario&, const Timeline&);
};

const std::vector<ModelEntry>& entries() {
  static const std::vector<ModelEntry> list = {
      {"accelerator_vendor",
       [](const Scenario& scenario, const Timeline& timeline) -> std::unique_ptr<Model> {
         return std::make_unique<accelerator_vendor::AcceleratorVendor>(scenario, timeline);
       }},
  };
  return list;
}

}  // namespace

std::vector<std::string> model_names() {
  std::vector<std::string> names;
  for (const ModelEntry& entry : entries()) names.push_back(entry.name);
  return names;
}

std::unique_ptr<Model> make_model(const Scenario& scenario) {
  return make_model_for(scenario, Timeline::of(scenario));
}

std::unique_ptr<Model> make_model_for(const Scenario& scenario, const Timeline& timeline) {
  for (const ModelEntry& entry : entries()) {
    if (entry.name == scenario.model) return entry.make(scenario, timeline);
  }
  throw InputError(Diagnostic{{scenario.file, 0, 0}, "there is no model '" + scenario.model + "'", ""});
}

}  // namespace wafercast
