#pragma once

#include <array>
#include <cstdint>
#include <iosfwd>
#include <limits>
#include <type_traits>

namespace wafercast {

/// Philox4x32-10, a counter-based generator: ten rounds of a keyed bijection of 128-bit counters.
/// Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11.
struct Philox4x32 {
  using Counter = std::array<std::uint32_t, 4>;
  using Key = std::array<std::uint32_t, 2>;

  /// In the header, so that a loop over counters can be vectorised.
  static constexpr Counter block(Counter counter, Key key) {
    auto [c0, c1, c2, c3] = counter;
    auto [k0, k1] = key;
    for (int round = 0; round < 10; ++round) {
      const std::uint64_t product0 = std::uint64_t{0xD2511F53} * c0;
      const std::uint64_t product1 = std::uint64_t{0xCD9E8D57} * c2;
      c0 = static_cast<std::uint32_t>(product1 >> 32) ^ c1 ^ k0;
      c1 = static_cast<std::uint32_t>(product1);
      c2 = static_cast<std::uint32_t>(product0 >> 32) ^ c3 ^ k1;
      c3 = static_cast<std::uint32_t>(product0);
      k0 += 0x9E3779B9;  // the golden ratio and √3 − 1, as 32-bit fractions
      k1 += 0xBB67AE85;
    }
    return {c0, c1, c2, c3};
  }
};

/// Philox as a random number engine, for the distributions of the standard library and Boost.Random. The seed is the
/// key; the counter counts up from zero, so the sequence holds 2¹³⁰ words.
class PhiloxEngine {
 public:
  using result_type = std::uint32_t;
  static constexpr result_type default_seed = 20111115;

  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }

  PhiloxEngine() { seed(); }
  explicit PhiloxEngine(std::uint64_t value) { seed(value); }

  template <class SeedSequence>
  requires(!std::is_arithmetic_v<SeedSequence> &&
           !std::is_same_v<SeedSequence, PhiloxEngine>) explicit PhiloxEngine(SeedSequence& sequence) {
    seed(sequence);
  }

  void seed(std::uint64_t value = default_seed);

  template <class SeedSequence>
  requires(!std::is_arithmetic_v<SeedSequence>) void seed(SeedSequence& sequence) {
    Philox4x32::Key words;
    sequence.generate(words.begin(), words.end());
    seed((std::uint64_t{words[1]} << 32) | words[0]);
  }

  result_type operator()();

  /// Skips `count` words in constant time.
  void discard(unsigned long long count);

  friend bool operator==(const PhiloxEngine&, const PhiloxEngine&) = default;
  friend std::ostream& operator<<(std::ostream& out, const PhiloxEngine& engine);
  friend std::istream& operator>>(std::istream& in, PhiloxEngine& engine);

 private:
  void advance(std::uint64_t blocks);
  void refill() { words_ = Philox4x32::block(counter_, key_); }

  Philox4x32::Key key_;
  Philox4x32::Counter counter_;
  Philox4x32::Counter words_;  ///< the block of counter_
  std::uint32_t next_;         ///< the word of it that comes next, 0 … 3
};

}  // namespace wafercast
