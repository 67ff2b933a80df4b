#include <runners/jobs/runs/sampling.hpp>

#include <engine/core/diagnostics.hpp>
#include <engine/core/suggest.hpp>
#include <engine/insight/draw_importance.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <bit>
#include <numeric>
#include <set>

namespace wafercast {
namespace {

constexpr std::int64_t pilot_paths = 8192;

// Of the dimensions of points where something is learnt.
constexpr int first_of_members = 64;
constexpr int end_of_members = 3200;
constexpr int no_dimension = -1;

PointSet set_of(const Sampling& sampling) {
  return sampling.kind == Sampling::Kind::sobol ? PointSet::sobol : PointSet::latin_hypercube;
}

}  // namespace

std::string_view name_of(Sampling::Kind kind) {
  switch (kind) {
    case Sampling::Kind::independent:
      return "independent";
    case Sampling::Kind::latin_hypercube:
      return "latin-hypercube";
    case Sampling::Kind::sobol:
      break;
  }
  return "sobol";
}

Sampling::Kind read_sampling(const std::string& text) {
  using enum Sampling::Kind;
  std::vector<std::string> names;
  for (const Sampling::Kind kind : {independent, latin_hypercube, sobol}) {
    names.emplace_back(name_of(kind));
    if (text == names.back()) return kind;
  }
  const std::string meant = did_you_mean(text, names);
  throw InputError(Diagnostic{{"--draws", 0, 0},
                              fmt::format("'{}' is no way to draw", text),
                              meant.empty() ? fmt::format("there are {}", fmt::join(names, ", ")) : meant});
}

std::int64_t points_from(std::int64_t paths) {
  return static_cast<std::int64_t>(
      std::bit_ceil(static_cast<std::uint64_t>(std::max(paths, least_points))));  // itself a power of two
}

void require_points(std::int64_t paths) {
  constexpr std::int64_t most = std::int64_t{1} << 32;
  const std::int64_t above = points_from(std::min(paths, most));
  if (above == paths) return;
  const std::int64_t below = above / 2;
  const std::string near = below < least_points ? "" : fmt::format("{} or ", below);
  throw InputError(Diagnostic{
      {"--draws", 0, 0},
      fmt::format("{} points do not lie evenly (powers of two do, from {} to {})", paths, least_points, most),
      fmt::format("write --paths {}{}", near, above)});
}

Dimensions important_first(const Plan& plan, const Model& model, const std::vector<int>& series, std::uint64_t seed,
                           Threads threads) {
  const PhiloxSampler pilot(seed, plan.draws);
  const std::vector<double> importance = draw_importance(plan, model, pilot, series, pilot_paths, threads);
  std::vector<std::size_t> order(plan.draws.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::stable_sort(order, std::greater(), [&](std::size_t draw) { return importance[draw]; });
  Dimensions dimensions;
  for (const std::size_t draw : order) {
    dimensions[{plan.draws[draw].stream, plan.draws[draw].step}] = static_cast<int>(dimensions.size());
  }
  return dimensions;
}

Dimensions beside_members(const Plan& plan, const std::vector<DrawName>& held) {
  std::set<std::pair<std::string, std::uint32_t>> of_members;
  for (const DrawName& draw : held) of_members.emplace(draw.stream, draw.step);
  Dimensions dimensions;
  int next = 0;
  for (const DrawName& draw : plan.draws) {
    const std::pair name(draw.stream, draw.step);
    if (of_members.contains(name)) continue;
    dimensions[name] = next < SobolSequence::most_dimensions ? next : no_dimension;
    if (++next == first_of_members) next = end_of_members;
  }
  return dimensions;
}

std::unique_ptr<Sampler> sampler_of(const Sampling& sampling, std::uint64_t seed, const std::vector<DrawName>& draws,
                                    const Dimensions& dimensions, std::int64_t paths) {
  if (!sampling.takes_points()) return std::make_unique<PhiloxSampler>(seed, draws);
  std::vector<int> dimension_of;
  for (const DrawName& draw : draws) {
    const auto found = dimensions.find({draw.stream, draw.step});
    dimension_of.push_back(found == dimensions.end() ? no_dimension : found->second);
  }
  return std::make_unique<PointSampler>(set_of(sampling), seed, draws, std::move(dimension_of),
                                        PointSets{.count = conditioning_groups, .points = paths / conditioning_groups});
}

MemberSampler member_sampler(const Sampling& sampling, std::uint64_t seed) {
  return [=](const std::vector<DrawName>& draws, std::int64_t members) -> std::unique_ptr<Sampler> {
    if (!sampling.takes_points()) return std::make_unique<PhiloxSampler>(seed, draws);
    std::vector<int> dimension_of;
    for (int i = first_of_members; dimension_of.size() < draws.size(); ++i) {
      dimension_of.push_back(i < end_of_members ? i : no_dimension);
    }
    return std::make_unique<PointSampler>(set_of(sampling), seed, draws, std::move(dimension_of),
                                          PointSets{.count = conditioning_groups, .turn = members, .points = members});
  };
}

}  // namespace wafercast
