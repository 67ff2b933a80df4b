#include <engine/learning/conditioning.hpp>

#include <map>
#include <string_view>
#include <utility>

namespace wafercast {

PosteriorSampler::PosteriorSampler(const std::vector<DrawName>& plan_draws, const Sampler& fresh,
                                   const std::vector<DrawName>& posterior_draws, const Posterior& posterior)
    : fresh_(fresh), posterior_(posterior) {
  std::map<std::pair<std::string_view, std::uint32_t>, std::size_t> held;
  for (std::size_t i = 0; i < posterior_draws.size(); ++i) {
    held[{posterior_draws[i].stream, posterior_draws[i].step}] = i;
  }
  for (std::size_t i = 0; i < plan_draws.size(); ++i) {
    const auto found = held.find({plan_draws[i].stream, plan_draws[i].step});
    if (found != held.end()) {
      rows_.push_back({static_cast<int>(i), static_cast<int>(found->second)});
    } else {
      fresh_rows_.push_back(static_cast<int>(i));
    }
  }
}

void PosteriorSampler::fill(std::uint64_t first_path, LaneTable& z) const {
  fresh_.fill_rows(first_path, fresh_rows_, z);
  const std::size_t members = (first_path / block_lanes) % posterior_.z.blocks();
  for (const Row& row : rows_) posterior_.z.read(members, row.posterior, z[row.plan]);
}

}  // namespace wafercast
