#pragma once

#include <algorithm>
#include <chrono>

namespace wafercast::bench {

double seconds_of(const auto& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

/// The fastest of several goes at `count` repetitions of a piece of work, in nanoseconds a repetition and value.
double nanoseconds(int count, double values, const auto& work) {
  double fastest = 1e300;
  for (int attempt = 0; attempt < 7; ++attempt) {
    fastest = std::min(fastest, seconds_of([&] {
                         for (int i = 0; i < count; ++i) work(i);
                       }));
  }
  return 1e9 * fastest / (count * values);
}

// What arithmetic costs on this machine in this minute, a value, on one thread and in the cache: of the fastest code
// that the engine has for it.

double normal_nanoseconds();        ///< a standard normal, drawn by name
double exp_nanoseconds();           ///< an exponential in double precision
double single_exp_nanoseconds();    ///< in single precision; a logarithm takes as long
double multiply_add_nanoseconds();  ///< in double precision
double addition_nanoseconds();      ///< to += from: 24 bytes are moved

}  // namespace wafercast::bench
