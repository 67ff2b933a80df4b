#include <engine/forecast/summary.hpp>

#include <xxhash.h>

#include <array>
#include <bit>
#include <memory>
#include <string_view>

namespace wafercast {
namespace {

class Digest {
 public:
  Digest() : state_(XXH3_createState(), XXH3_freeState) { XXH3_128bits_reset(state_.get()); }

  void add(std::uint64_t number) { XXH3_128bits_update(state_.get(), &number, sizeof number); }
  void add(std::int64_t number) { add(static_cast<std::uint64_t>(number)); }
  void add(double number) { add(std::bit_cast<std::uint64_t>(number)); }
  void add(std::string_view text) {
    add(text.size());
    XXH3_128bits_update(state_.get(), text.data(), text.size());
  }
  void add(const SeriesSummary& summary) {
    for (const ExactSum* sum : {&summary.sum(), &summary.sum_of_squares()}) {
      add(sum->high_word());
      add(sum->low_word());
    }
    const auto cells = summary.sketch().cells();
    add(cells.size());
    for (const auto& cell : cells) {
      add(cell.low);
      add(cell.high);
      add(cell.count);
    }
  }

  std::string text() const {
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(state_.get()));
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    for (const unsigned char byte : canonical.digest) {
      hex += digits[byte >> 4];
      hex += digits[byte & 15];
    }
    return hex;
  }

 private:
  std::unique_ptr<XXH3_state_t, decltype(&XXH3_freeState)> state_;
};

}  // namespace

std::string Summary::digest() const {
  Digest digest;
  digest.add(paths_);
  digest.add(failed_.count());
  for (const std::uint64_t path : failed_.lowest()) digest.add(path);
  for (std::size_t s = 0; s < series_.size(); ++s) {
    digest.add(series_[s].metric);
    digest.add(series_[s].unit);
    digest.add(to_string(series_[s].period));
    digest.add(series_[s].scale);
    digest.add(series_[s].offset);
    digest.add(summaries_[s]);
  }
  for (std::size_t e = 0; e < events_.size(); ++e) {
    digest.add(events_[e]);
    digest.add(happened_[e]);
  }
  for (std::size_t q = 0; q < questions_.size(); ++q) {
    digest.add(questions_[q].question.name);
    digest.add(questions_[q].question.text);
    digest.add(tallies_[q].asked);
    digest.add(tallies_[q].hits);
    if (tallies_[q].given) digest.add(*tallies_[q].given);
  }
  return digest.text();
}

}  // namespace wafercast
