#include <runners/night_report/mail.hpp>
#include <runners/night_report/mail_format.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace wafercast {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// What a reader makes of encoded words: blanks between two of them are nothing (RFC 2047, 6.2).
std::string decoded(const std::string& header) {
  std::string text;
  for (std::size_t at = header.find("=?"); at != std::string::npos; at = header.find("=?", at)) {
    EXPECT_EQ(header.substr(at, 10), "=?UTF-8?Q?");
    const std::size_t end = header.find("?=", at + 10);
    EXPECT_LE(end + 2 - at, 75U);
    for (std::size_t i = at + 10; i < end; ++i) {
      if (header[i] != '=') {
        text += header[i] == '_' ? ' ' : header[i];
        continue;
      }
      text += static_cast<char>(std::stoi(header.substr(i + 1, 2), nullptr, 16));
      i += 2;
    }
    at = end + 2;
  }
  return text;
}

TEST(MailHeader, PlainTextStays) {
  EXPECT_EQ(mail_header("Subject", "Small: nothing moved"), "Subject: Small: nothing moved\n");
}

/// Hostile and long subjects: each is one header, short enough, and says what it said.
TEST(MailHeader, IsOneFoldedHeaderWhateverTheText) {
  const std::string words =
      "word after word after word after word after word after word after word after word, all plain";
  const std::vector<std::string> texts = {std::string("Größe → 東京: 1 moved"),
                                          std::string(3000, 'x'),
                                          words + words,
                                          std::string("x\nBcc: evil@example.org"),
                                          std::string("x\r\n\r\nbody"),
                                          std::string("=?UTF-8?Q?evil?="),
                                          std::string(500, '\xC3'),
                                          std::string("a\0b", 3),
                                          std::string("tab\there")};
  for (const std::string& text : texts) {
    const std::string header = mail_header("Subject", text);
    EXPECT_THAT(header, StartsWith("Subject: "));
    const auto lines = lines_of(header);
    for (const std::string& line : lines) EXPECT_LE(line.size(), 78U) << line;
    for (std::size_t i = 1; i < lines.size(); ++i) EXPECT_THAT(lines[i], StartsWith(" ")) << "it goes on";
    EXPECT_THAT(header, Not(HasSubstr("\r")));
  }
  EXPECT_EQ(decoded(mail_header("Subject", "Größe → 東京: 1 moved")), "Größe → 東京: 1 moved");
  EXPECT_EQ(decoded(mail_header("Subject", std::string(3000, 'x'))), std::string(3000, 'x'));
  EXPECT_EQ(decoded(mail_header("Subject", "=?UTF-8?Q?evil?=")), "=?UTF-8?Q?evil?=");
}

TEST(MailDate, IsInUtc) {
  EXPECT_EQ(mail_date(*parse_instant("2026-11-30T10:36:12+01:00")), "Mon, 30 Nov 2026 09:36:12 +0000");
}

TEST(MailBody, LinesAreShortEnough) {
  std::string text = "short\n\n";
  for (int i = 0; i < 60; ++i) text += "größer ";
  text += "\n" + std::string(2500, 'x') + "\n";
  std::string without_breaks;
  for (const std::string& line : lines_of(mail_body(text))) {
    EXPECT_LT(line.size(), 998U);
    for (const char c : line) without_breaks += c == ' ' ? "" : std::string(1, c);
  }
  std::string wanted;
  for (const char c : text) wanted += c == ' ' || c == '\n' ? "" : std::string(1, c);
  EXPECT_EQ(without_breaks, wanted);
  EXPECT_THAT(mail_body(text), StartsWith("short\n\n"));
}

NightResult a_night() {
  NightResult result{.night = 7};
  const Subject subject{"what-if/\\x1b.yaml", "", "X"};
  result.alerts = {{subject, "moved", "revenue[FY28]: 1 → 2", 7}, {subject, "failed", "no\x1b[31m", 5}};
  return result;
}

TEST(Mail, SaysWhatItIsAndOfWhichNight) {
  NightlyPlan plan;
  plan.name = "Plän";
  const std::string mail = mail_text(a_night(), plan, *parse_instant("2026-11-30T09:36:12Z"));
  const std::string headers = mail.substr(0, mail.find("\n\n") + 1);
  EXPECT_EQ(decoded(headers), "Plän: 1 moved, 1 failed");
  for (const char* header : {"\nDate: Mon, 30 Nov 2026 09:36:12 +0000\n", "\nMIME-Version: 1.0\n",
                             "\nContent-Type: text/plain; charset=utf-8\n", "\nContent-Transfer-Encoding: 8bit\n"}) {
    EXPECT_THAT(headers, HasSubstr(header));
  }
  EXPECT_THAT(mail, HasSubstr("of night 5, not sent before"));
  EXPECT_THAT(mail, Not(HasSubstr("\x1b")));
  EXPECT_THAT(alerts_json(a_night(), plan), HasSubstr("\"night\": 5"));
}

}  // namespace
}  // namespace wafercast
