#include <runners/jobs/runs/check.hpp>
#include <runners/jobs/runs/prepare.hpp>

namespace wafercast {

std::vector<Diagnostic> check(const ScenarioRequest& request) {
  try {
    compile_for_model(read(request));
  } catch (const InputError& error) {
    return error.diagnostics();
  }
  return {};
}

}  // namespace wafercast
