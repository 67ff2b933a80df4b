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

  test::TemporaryFolder made;
  fs::path folder = made.path();
};

TEST_F(FiledForecasts, AreFiledOnceADay) {
  file_forecast(folder, day(0), "{}", [] {});
  EXPECT_TRUE(is_filed(folder, day(0)));
  EXPECT_FALSE(is_filed(folder, day(1)));
  bool published = false;
  EXPECT_THROW(file_forecast(folder, day(0), "[]", [&] { published = true; }), InputError);
  EXPECT_FALSE(published) << "a filed forecast cannot be changed";
}

TEST_F(FiledForecasts, WithoutTheirListAreNotReplaced) {
  fs::create_directory(folder / to_string(day(0)));
  EXPECT_THROW(require_unfiled(folder, day(0)), InputError) << "what is it?";
  write_whole(folder / filed_list, "");
  EXPECT_NO_THROW(require_unfiled(folder, day(0))) << "a filing that was cut short";
}

TEST_F(FiledForecasts, WhatCouldNotBePublishedIsNotFiled) {
  file_forecast(folder, day(0), "{}", [] {});
  const std::string before = list();
  EXPECT_THROW(file_forecast(folder, day(1), "{}", [] { throw std::runtime_error("no space"); }), std::runtime_error);
  EXPECT_EQ(list(), before);
}

TEST_F(FiledForecasts, TheListGrowsWholeLineByLine) {
  write_whole(folder / filed_list, "0123456789abcdef  2020-01-01/forecast.json");  // without a line's end
  std::vector<std::thread> filing;
  constexpr int days = 8;
  for (int i = 0; i < days; ++i) filing.emplace_back([&, i] { file_forecast(folder, day(i), "{}", [] {}); });
  for (std::thread& one : filing) one.join();
  for (int i = 0; i < days; ++i) EXPECT_TRUE(is_filed(folder, day(i))) << i;
  EXPECT_TRUE(is_filed(folder, *parse_date("2020-01-01")));
  const std::string lines = list();
  EXPECT_EQ(std::ranges::count(lines, '\n'), days + 1);
}

}  // namespace
}  // namespace wafercast
