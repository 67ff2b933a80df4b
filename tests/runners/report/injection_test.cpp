// Names that somebody hostile chose, in every output: each is a text there and nothing that its reader would run.

#include <tests/runners/report/sample.hpp>

#include <engine/core/utf8.hpp>
#include <runners/files/json_text.hpp>
#include <runners/files/zip_member.hpp>
#include <runners/report/csv/csv_field.hpp>
#include <runners/report/html/report_data.hpp>
#include <runners/report/text/brief.hpp>
#include <runners/report/text/table.hpp>
#include <runners/report/xlsx/forecast_xlsx.hpp>

#include <functional>

namespace wafercast {
namespace {

const std::vector<std::string> hostile_names = {"</script><script>alert(1)</script>",
                                                "\"><img src=x onerror=alert(1)>",
                                                "'); DROP TABLE run; --",
                                                "=HYPERLINK(\"http://evil\")",
                                                "+1+cmd|' /C calc'!A0",
                                                "@SUM(1)",
                                                "-1+1",
                                                "\t=1",
                                                "$(touch pwned) `touch pwned`",
                                                "\x1b]0;owned\x07\x1b[2J",
                                                "a\r\nBcc: all@example.org",
                                                "caf\xE9 \xFF",
                                                "\xE2\x80\xAE"
                                                "txt.exe"};

struct OutputOf {
  const char* name;
  std::function<std::string(const Forecast&, const RunDescription&)> text;
};

const std::vector<OutputOf> outputs = {
    {"page", [](const Forecast& f, const RunDescription& r) { return run_report(f, r); }},
    {"brief", [](const Forecast& f, const RunDescription& r) { return brief_table(f, r, {}); }},
    {"table", [](const Forecast& f, const RunDescription& r) { return forecast_table(f, r, {}); }},
    {"spreadsheet", [](const Forecast& f, const RunDescription& r) {
       const auto texts = zip_member(forecast_xlsx(f, r, ::testing::TempDir()), "xl/sharedStrings.xml", 1U << 22);
       return texts.value_or("");
     }}};

TEST(Injection, NoOutputRunsAName) {
  for (const std::string& name : hostile_names) {
    Forecast forecast = test::sample_forecast(10);
    RunDescription run = test::sample_run();
    run.scenario = run.input.file = name;
    run.notes = {name};
    for (Answer& answer : forecast.answers) answer.name = answer.text = name;
    for (const OutputOf& output : outputs) {
      SCOPED_TRACE(std::string(output.name) + ": " + json_text(nlohmann::json(name)));
      const std::string text = output.text(forecast, run);
      ASSERT_NE(text, "");
      EXPECT_EQ(utf8_prefix(text), text.size());
      EXPECT_EQ(text.find('\x1b'), std::string::npos);
      EXPECT_EQ(text.find('\r'), std::string::npos);
      if (std::string(output.name) == "page") {
        EXPECT_EQ(text.find("<script>alert"), std::string::npos);
        EXPECT_EQ(text.find("<img"), std::string::npos);
      }
      EXPECT_EQ(text.find("<f>"), std::string::npos) << "a formula made of a name";
    }
  }
}

TEST(Injection, ACsvFieldIsNoFormulaAndNoSecondField) {
  for (const std::string& name : hostile_names) {
    const std::string field = csv_field(name);
    EXPECT_EQ(std::string("=+-@\t\r").find(field.front()), std::string::npos) << field;
    EXPECT_EQ(utf8_prefix(field), field.size());
    const bool quoted = field.size() > 1 && field.front() == '"' && field.back() == '"';
    EXPECT_TRUE(quoted || field.find_first_of(",\"\r\n") == std::string::npos) << field;
    EXPECT_EQ(std::string("=+-@\t").find(quoted ? field[1] : field[0]), std::string::npos) << field;
  }
  for (const std::string plain : {"revenue", "-0.5", "+2", "-5%", "1e-3", "USD/share"})
    EXPECT_EQ(csv_field(plain), plain);
}

}  // namespace
}  // namespace wafercast
