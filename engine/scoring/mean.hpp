#pragma once

#include <optional>

namespace wafercast {

/// The mean of what is there; nothing where nothing is.
class Mean {
 public:
  void add(std::optional<double> value) {
    if (!value) return;
    sum_ += *value;
    ++count_;
  }
  std::optional<double> value() const { return count_ > 0 ? std::optional(sum_ / count_) : std::nullopt; }

 private:
  double sum_ = 0.0;
  int count_ = 0;
};

inline std::optional<double> as_number(std::optional<bool> flag) {
  return flag ? std::optional(*flag ? 1.0 : 0.0) : std::nullopt;
}

}  // namespace wafercast
