#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace wafercast {

/// A family of draws that belongs to one named uncertain quantity. A draw is a pure function of (seed, name, path,
/// step): naming, adding, removing or reordering other streams, more paths, or other threads move no draw.
///
/// The 64-bit Philox key is a hash of seed and name; the counter holds path / 4, step and zero, and the four words of
/// an output block belong to paths 4k … 4k+3.
class Stream {
 public:
  Stream(std::uint64_t seed, std::string_view name);

  /// Standard normals of paths first_path … first_path + out.size() − 1 at one step. `first_path` and out.size() are
  /// multiples of 4. Values are Φ⁻¹((w + ½) / 2³²) of 32-bit words w: |z| ≤ 6.34.
  void normals(std::uint64_t first_path, std::uint32_t step, std::span<double> out) const;

  /// Uniforms on (0, 1) behind the normals: (w + ½) / 2³².
  void uniforms(std::uint64_t first_path, std::uint32_t step, std::span<double> out) const;

  /// The word w of one path at one step.
  std::uint32_t word(std::uint64_t path, std::uint32_t step) const;

 private:
  std::uint64_t key_;
};

}  // namespace wafercast
