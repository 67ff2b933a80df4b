#include <engine/random/streams.hpp>
#include <engine/uncertainty/dependence.hpp>
#include <engine/uncertainty/event.hpp>
#include <engine/uncertainty/marginal.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <memory>
#include <new>
#include <vector>

namespace {
std::atomic<long> allocations = 0;
}

// Not inlined: the compiler would see std::free meet a pointer from new.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

namespace wafercast {
namespace {

template <class Work>
long allocations_of(Work work) {
  const long before = allocations;
  work();
  return allocations - before;
}

TEST(HotLoop, AllocatesNothing) {
  std::vector<double> a(64), b(64), active(64);
  const Stream stream(1, "a");
  EXPECT_EQ(allocations_of([&] { stream.normals(0, 0, a); }), 0);

  const std::vector<Belief> beliefs = {Constant{1},
                                       Normal{20, 1},
                                       Interval{1, 2, 0.9},
                                       Triangular{1, 2, 3},
                                       Discrete{{{1, .5}, {2, .5}}},
                                       Quantiles{{{0.1, 1}, {0.5, 2}, {0.9, 3}}}};
  for (const Belief& belief : beliefs) {
    const Marginal marginal = Marginal::from(belief, Support::positive);
    EXPECT_EQ(allocations_of([&] { marginal.apply(a); }), 0) << marginal.describe();
  }

  const GaussianCopula copula(Eigen::MatrixXd{{1.0, 0.5}, {0.5, 1.0}});
  const std::vector<double*> rows = {a.data(), b.data()};
  EXPECT_EQ(allocations_of([&] { copula.apply(rows, 64); }), 0);
  EXPECT_EQ(allocations_of([&] { event_activity(0, 91, a, b, a, active); }), 0);
}

TEST(HotLoop, TheCounterCounts) {
  EXPECT_GE(allocations_of([] { std::vector<double>(1000).swap(*std::make_unique<std::vector<double>>()); }), 1);
}

}  // namespace
}  // namespace wafercast
