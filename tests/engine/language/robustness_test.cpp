#include <tests/engine/language/support.hpp>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <ctime>
#include <random>

namespace wafercast::testing {
namespace {

// An input of any kind is answered within a second; a build that checks every access takes up to ten times as long.
#if defined(WAFERCAST_SANITIZED)
constexpr double longest_seconds = 10.0;
#else
constexpr double longest_seconds = 1.0;
#endif

/// Time of this process alone, so that a busy machine fails no test.
double processor_seconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

/// Deterministic damage: cut off, flip bytes, repeat or drop lines, insert characters that YAML gives a meaning.
std::string damaged(std::string text, std::mt19937& random) {
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % std::max<std::size_t>(n, 1)); };
  const auto line_at = [&](std::size_t at) {
    const auto first = text.rfind('\n', at) == std::string::npos ? 0 : text.rfind('\n', at);
    return std::pair(first, std::min(text.find('\n', first + 1), text.size()));
  };
  const std::size_t at = below(text.size());
  const auto [first, last] = line_at(at);
  constexpr std::string_view marks = "{}[]:,&*!|>'\"%@`#-? \t\n~";
  switch (below(6)) {
    case 0:
      return text.substr(0, at);
    case 1:
      text[at] = static_cast<char>(random() % 256);
      return text;
    case 2:
      return text.insert(last, text.substr(first, last - first));
    case 3:
      return text.erase(first, last - first);
    case 4:
      return text.insert(at, 1, marks[below(marks.size())]);
    default:
      return text.erase(at, below(20));
  }
}

TEST(Robustness, ADamagedScenarioIsReadOrRefusedQuickly) {
  const Folder folder;
  folder.copy_fixtures();
  const std::string good = read_file(folder.path() / "base.yaml");
  std::mt19937 random(20250331);
  int read = 0, refused = 0;
  for (int i = 0; i < 2000; ++i) {
    std::string text = good;
    for (auto hits = 1 + random() % 3; hits > 0; --hits) text = damaged(std::move(text), random);
    const auto file = folder.write("damaged.yaml", text);
    const double start = processor_seconds();
    try {
      read_scenario(file, options());
      ++read;
    } catch (const InputError& error) {
      EXPECT_FALSE(error.diagnostics().empty());
      ++refused;
    }
    EXPECT_LT(processor_seconds() - start, longest_seconds) << text;
  }
  EXPECT_GT(read, 50);
  EXPECT_GT(refused, 500);
}

TEST(Robustness, ADamagedTableIsReadOrRefused) {
  const Folder folder;
  folder.copy_fixtures();
  std::mt19937 random(7);
  for (const char* name : {"data/reported.csv", "data/capacity.csv", "data/capex.csv"}) {
    const std::string good = read_file(folder.path() / name);
    for (int i = 0; i < 200; ++i) {
      folder.write(name, damaged(good, random));
      try {
        read_scenario(folder.path() / "base.yaml", options());
      } catch (const InputError& error) {
        EXPECT_FALSE(error.diagnostics().empty());
      }
    }
    folder.write(name, good);
  }
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

TEST(Robustness, HugeFilesAreAnsweredWithinASecond) {
  const std::string start(heading);
  std::string drivers = "drivers:\n";
  for (int i = 0; i < 140; ++i) drivers += "  k" + std::to_string(i) + ": {unit: fraction, value: 0.5}\n";
  const std::string files[] = {
      repeated("[\n", 400'000),
      repeated("- ", 8000) + "\n",
      start + repeated("a: 1\n", 200'000),
      start + "x: [" + repeated("a,\n ", 200'000),
      start + drivers + "correlations:\n" + repeated("  - {among: ['*'], rank: 0.1}\n", 7000),
      repeated("a\n", 500'000),
      repeated("\n", 1'000'000),
      repeated("x", 2'000'000),
  };
  const Folder folder;
  for (const std::string& text : files) {
    const auto file = folder.write("huge.yaml", text);
    const double begin = processor_seconds();
    EXPECT_THROW(read_scenario(file, options()), InputError);
    EXPECT_LT(processor_seconds() - begin, longest_seconds) << text.substr(0, 200);
  }
}

TEST(Robustness, HugeTablesAreAnsweredWithinASecond) {
  const std::string heading_of_table = "published,period,mid\n";
  const std::string tables[] = {
      heading_of_table + repeated("x\n", 4'000'000),
      heading_of_table + repeated("2025-01-01,2025,1\n", 400'000),
      heading_of_table + repeated("never,2025,1\n", 400'000),
      repeated(",", 8'000'000),
      fmt::format("{}\"{}", heading_of_table, repeated("2025-01-01,2025,1\n", 400'000)),
      repeated("published,", 800'000),
      std::string(20'000'000, 'x'),
  };
  const Folder folder;
  const std::string body =
      "data: {tables: {t: {file: t.csv, published: published}}}\n"
      "drivers: {a: {unit: fraction, estimates: [{table: t, period: period, mid: mid}]}}\n";
  const auto file = folder.write("s.yaml", fmt::format("{}{}", heading, body));
  for (const std::string& table : tables) {
    folder.write("t.csv", table);
    const double begin = processor_seconds();
    try {
      read_scenario(file, options());
      ADD_FAILURE() << "read: " << table.substr(0, 60);
    } catch (const InputError& error) {
      EXPECT_LE(error.diagnostics().size(), 60u) << table.substr(0, 60);
      EXPECT_LT(std::string(error.what()).size(), 20'000u);
    }
    EXPECT_LT(processor_seconds() - begin, longest_seconds) << table.substr(0, 60);
  }
}

TEST(Robustness, ManyWrongNamesAreAnsweredWithinASecond) {
  const Folder folder;
  folder.copy_fixtures();
  const std::string text = "wafercast: scenario/1\nname: Many\nextends: base.yaml\n";
  std::string overrides = fmt::format("{}override:\n", text);
  for (int i = 0; i < 8000; ++i) overrides += fmt::format("  d{}: {{scale: 2}}\n", i);
  folder.write("stacked.yaml", overrides);
  for (const std::string& scenario : {overrides, fmt::format("{}with: [stacked.yaml]\n", text)}) {
    const auto file = folder.write("many.yaml", scenario);
    const double begin = processor_seconds();
    EXPECT_THROW(read_scenario(file, options()), InputError);
    EXPECT_LT(processor_seconds() - begin, longest_seconds);
  }
}

}  // namespace
}  // namespace wafercast::testing
