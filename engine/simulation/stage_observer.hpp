#pragma once

namespace wafercast {

/// What a block passes through, in this order.
enum class Stage { sampling, dependence, drivers, events, model, derive, summary };
inline constexpr int stage_count = 7;

/// Is told when a block begins and when it has passed a stage: the engine itself has no clock. One of each worker's
/// own.
class StageObserver {
 public:
  virtual ~StageObserver() = default;
  virtual void begin() = 0;
  virtual void passed(Stage stage) = 0;
};

}  // namespace wafercast
