#pragma once

#include <engine/language/compose/read_options.hpp>
#include <engine/scenario/scenario.hpp>

#include <filesystem>
#include <memory>
#include <vector>

namespace wafercast {

/// A scenario whose files were read once and stay in memory, so that it can be read again with other settings in a
/// small part of the time. What becomes of the files meanwhile is not seen. Any number of threads may ask at once.
class KeptScenario {
 public:
  /// Throws InputError with every problem found, as read_scenario() does.
  KeptScenario(const std::filesystem::path& file, ReadOptions options);
  ~KeptScenario();
  KeptScenario(KeptScenario&&) noexcept;
  KeptScenario& operator=(KeptScenario&&) noexcept;

  const Scenario& scenario() const;  ///< as the options have it

  enum class Resolved { written, left_out };

  /// What read_scenario() answers, or throws, with these settings behind those of the options. The text of the resolved
  /// scenario takes as long as all the rest: it may be left out.
  Scenario with(const std::vector<Setting>& settings, Resolved resolved = Resolved::written) const;

 private:
  struct Kept;
  std::unique_ptr<const Kept> kept_;
};

}  // namespace wafercast
