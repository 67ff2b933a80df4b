// Prints docs/levers.md.

#include <tests/runners/cli/levers.hpp>

#include <fmt/format.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace {

using namespace wafercast::testing;

constexpr int seeds = 6;

void print_cells(const std::vector<MeasuredChange>& changes) {
  for (const MeasuredChange& change : changes) {
    const bool nothing = std::abs(change.change) < 0.05 && change.error < 0.05;
    fmt::print(" {} |", nothing ? "·" : fmt::format("{:+.1f} ± {:.2f}", change.change, change.error));
  }
}

void print_table(const LeverTable& table, std::vector<MeasuredChange> LeverResult::*metric) {
  fmt::print("| lever |");
  for (const std::string& period : table.periods) fmt::print(" {} |", period);
  fmt::print("\n|---|");
  for (std::size_t i = 0; i < table.periods.size(); ++i) fmt::print("---:|");
  fmt::print("\n");
  for (std::size_t l = 0; l < levers().size(); ++l) {
    fmt::print("| {} |", levers()[l].name);
    print_cells(table.results[l].*metric);
    fmt::print("\n");
  }
  fmt::print("\n");
}

void print_world(World world) {
  const LeverTable table = measure_levers(world, seeds);
  const char* name = world == World::tight ? "A tight world" : "A loose world";
  fmt::print("## {}\n\n### Revenue, change of the median in per cent\n\n", name);
  print_table(table, &LeverResult::revenue);
  fmt::print("### Gross margin, change of the median in points\n\n");
  print_table(table, &LeverResult::margin);
  fmt::print("### Net income (non-GAAP), change of the median in per cent\n\n");
  print_table(table, &LeverResult::income);
}

}  // namespace

int main() {
  fmt::print(
      "# Levers: what each supposition does\n\n"
      "Printed by `docs/make-levers`. The base scenario as of 2025-08-28, in two worlds: in one, demand exceeds "
      "supply\n"
      "([tight](../scenarios/what-if/tight_world.yaml)); in the other, supply exceeds demand\n"
      "([loose](../scenarios/what-if/loose_world.yaml)). Each world learns from the reported quarters. A lever is one\n"
      "supposition on top (`override`), from the first quarter of the forecast on, on the same draws. The figure is "
      "the change\n"
      "of the median, averaged over {} seeds of 16,384 paths, each with its own ensemble, ± its standard error over "
      "the seeds.\n"
      "Levels vary between seeds; differences on common random numbers hardly do. A dot is a change below 0.05.\n"
      "`tests/runners/cli/levers_test.cpp` checks the sign and the rough size of each lever in FY27.\n\n",
      seeds);
  print_world(World::tight);
  print_world(World::loose);
  return EXIT_SUCCESS;
}
