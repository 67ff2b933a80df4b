#include <tests/temporary_folder.hpp>

#include <runners/jobs/record/filed_forecasts.hpp>

#include <engine/core/diagnostics.hpp>
#include <runners/files/one_file.hpp>

#include <algorithm>
#include <stdexcept>
#include <thread>

namespace wafercast {
namespace {

namespace fs = std::filesystem;

class FiledForecasts : public ::testing::Test {
 protected:
  std::string list() const { return read_whole(folder / filed_list).value_or(""); }

  static Date day(int number) { return *parse_date("2026-09-01") + std::chrono::days(number); }

  fs::path place(int number, Filing filing = Filing::once) const {
    return place_to_file(folder, "nvidia", day(number), filing);
  }

  test::TemporaryFolder made;
  fs::path folder = made.path();
};

TEST_F(FiledForecasts, AreFiledOnceADayUnlessAnotherVersionIsAskedFor) {
  EXPECT_EQ(place(0), "nvidia/2026-09-01/1");
  file_forecast(folder, place(0), "{}", [] {});
  EXPECT_THROW(place(0), InputError) << "a filed forecast cannot be changed";
  EXPECT_EQ(place(0, Filing::again), "nvidia/2026-09-01/2");
  EXPECT_EQ(place(1), "nvidia/2026-09-02/1");
  EXPECT_EQ(place_to_file(folder, "amd", day(0), Filing::once), "amd/2026-09-01/1");
}

TEST_F(FiledForecasts, OfEarlierProgramsAreTheFirstVersionOfTheirDay) {
  write_whole(folder / filed_list, "0123456789abcdef  2026-09-01/forecast.json\n");
  EXPECT_THROW(place(0), InputError);
  EXPECT_EQ(place(0, Filing::again), "nvidia/2026-09-01/2");
}

TEST_F(FiledForecasts, ThatWereTakenInTheMeantimeAreRefused) {
  const fs::path taken = place(0);
  file_forecast(folder, taken, "{}", [] {});
  bool published = false;
  EXPECT_THROW(file_forecast(folder, taken, "[]", [&] { published = true; }), InputError);
  EXPECT_FALSE(published);
}

TEST_F(FiledForecasts, WithoutTheirListAreNotReplaced) {
  fs::create_directories(folder / place(0));
  EXPECT_THROW(place(0), InputError) << "what is it?";
  write_whole(folder / filed_list, "");
  EXPECT_NO_THROW(place(0)) << "a filing that was cut short";
}

TEST_F(FiledForecasts, WhatCouldNotBePublishedIsNotFiled) {
  file_forecast(folder, place(0), "{}", [] {});
  const std::string before = list();
  EXPECT_THROW(file_forecast(folder, place(1), "{}", [] { throw std::runtime_error("no space"); }), std::runtime_error);
  EXPECT_EQ(list(), before);
}

TEST_F(FiledForecasts, TheListGrowsWholeLineByLine) {
  write_whole(folder / filed_list, "0123456789abcdef  2020-01-01/forecast.json");  // without a line's end
  std::vector<std::thread> filing;
  constexpr int days = 8;
  for (int i = 0; i < days; ++i) filing.emplace_back([&, i] { file_forecast(folder, place(i), "{}", [] {}); });
  for (std::thread& one : filing) one.join();
  for (int i = 0; i < days; ++i) EXPECT_THROW(place(i), InputError) << i;
  EXPECT_TRUE(list().starts_with("0123456789abcdef  2020-01-01/forecast.json\n"));
  const std::string lines = list();
  EXPECT_EQ(std::ranges::count(lines, '\n'), days + 1);
}

}  // namespace
}  // namespace wafercast
