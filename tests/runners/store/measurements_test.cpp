// What benchmarks took.

#include <tests/runners/store/store_fixture.hpp>

namespace wafercast {
namespace {

using ::testing::SizeIs;

TEST_P(StoreTest, AMeasurementIsKeptOnce) {
  Store store(place(), Database::Access::write);
  const Measurement first{"forecast", "here", "2026-11-27T03:00:00Z", "aaaa", "s", 0.9, 1.0, 1.1};
  Measurement second = first;
  second.made = "2026-11-28T03:00:00Z";
  second.median = 1.05;
  EXPECT_EQ(store.add_measurements({second, first}), 2);
  EXPECT_EQ(store.add_measurements({first}), 0);
  const auto found = store.measurements();
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_EQ(found[0].made, first.made);
  EXPECT_EQ(found[0].revision, "aaaa");
  EXPECT_EQ(found[1].median, 1.05);
  EXPECT_EQ(found[1].high, 1.1);
}

TEST_P(StoreTest, MeasurementsAreInTheOrderOfTheirMoments) {
  Store store(place(), Database::Access::write);
  const Measurement summer{"forecast", "here", "2026-10-25T02:30:00+02:00", "a", "s", 1.0, 1.0, 1.0};
  Measurement winter = summer;
  winter.made = "2026-10-25T02:10:00+01:00";  // forty minutes later
  store.add_measurements({winter, summer});
  EXPECT_EQ(store.measurements().back().made, winter.made);
}

}  // namespace
}  // namespace wafercast
