#include <engine/random/normal_table.hpp>
#include <engine/random/philox.hpp>
#include <engine/random/streams.hpp>

#include <xxhash.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>

namespace wafercast {
namespace {

constexpr std::size_t chunk_groups = 16;  // groups of four paths

/// The Philox words of consecutive groups, in the order of their paths.
using Words = std::array<std::uint32_t, 4 * chunk_groups>;

/// A fixed number of independent blocks: the compiler runs eight side by side with vpmuludq.
[[gnu::target_clones("default", "arch=x86-64-v4")]] void philox_words(std::uint64_t first_group, std::uint32_t step,
                                                                      std::uint64_t key, Words& words) {
  const Philox4x32::Key halves{static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32)};
  std::uint32_t of[4][chunk_groups];
  for (std::size_t g = 0; g < chunk_groups; ++g) {
    const std::uint64_t group = first_group + g;
    const auto word = Philox4x32::block(
        {static_cast<std::uint32_t>(group), static_cast<std::uint32_t>(group >> 32), step, 0}, halves);
    for (std::size_t w = 0; w < 4; ++w) of[w][g] = word[w];
  }
  for (std::size_t g = 0; g < chunk_groups; ++g) {
    for (std::size_t w = 0; w < 4; ++w) words[4 * g + w] = of[w][g];
  }
}

/// (word + ½) / 2³², exactly. With the word as its low bits, a double of exponent 20 is 2²⁰ + word / 2³².
double to_uniform(std::uint32_t word) {
  constexpr std::uint64_t two_to_20 = 0x4130000000000000;
  return std::bit_cast<double>(two_to_20 | word) - (0x1p20 - 0x1p-33);
}

/// Calls use(words, values) for the words of all paths, a chunk at a time, in the order of paths.
template <class Use>
void for_words(std::uint64_t first_path, std::uint32_t step, std::uint64_t key, std::span<double> out, Use use) {
  assert(first_path % 4 == 0 && out.size() % 4 == 0);
  Words words;
  const std::size_t groups = out.size() / 4;
  for (std::size_t done = 0; done < groups; done += chunk_groups) {
    philox_words(first_path / 4 + done, step, key, words);
    use(std::span<const std::uint32_t>(words).first(4 * std::min(chunk_groups, groups - done)), out.data() + 4 * done);
  }
}

}  // namespace

Stream::Stream(std::uint64_t seed, std::string_view name)
    : key_(XXH3_64bits_withSeed(name.data(), name.size(), XXH3_64bits(&seed, sizeof seed))) {}

void Stream::uniforms(std::uint64_t first_path, std::uint32_t step, std::span<double> out) const {
  for_words(first_path, step, key_, out,
            [](auto words, double* values) { std::transform(words.begin(), words.end(), values, to_uniform); });
}

void Stream::normals(std::uint64_t first_path, std::uint32_t step, std::span<double> out) const {
  const NormalTable& table = normal_table();
  for_words(first_path, step, key_, out, [&table](auto words, double* values) { table.fill(words, values); });
}

std::uint32_t Stream::word(std::uint64_t path, std::uint32_t step) const {
  Words words;
  philox_words(path / 4, step, key_, words);
  return words[path % 4];
}

}  // namespace wafercast
