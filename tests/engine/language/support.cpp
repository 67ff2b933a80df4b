#include <tests/engine/language/support.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace wafercast::testing {
namespace {

std::string describe(const SourceLocation& where) {
  return fmt::format("{}:{}", std::filesystem::path(where.file).filename().string(), where.line);
}

struct BeliefText {
  std::string operator()(const Constant& b) const { return fmt::format("constant {}", b.value); }
  std::string operator()(const Interval& b) const {
    return fmt::format("interval {} {} {}", b.low, b.high, b.coverage);
  }
  std::string operator()(const Normal& b) const { return fmt::format("normal {} {}", b.mean, b.sd); }
  std::string operator()(const Lognormal& b) const { return fmt::format("lognormal {} {}", b.median, b.log_sd); }
  std::string operator()(const Uniform& b) const { return fmt::format("uniform {} {}", b.low, b.high); }
  std::string operator()(const Triangular& b) const {
    return fmt::format("triangular {} {} {}", b.low, b.mode, b.high);
  }
  std::string operator()(const Pert& b) const { return fmt::format("pert {} {} {}", b.low, b.mode, b.high); }
  std::string operator()(const Beta& b) const {
    return fmt::format("beta {} {} {} {}", b.alpha, b.beta, b.low, b.high);
  }
  std::string operator()(const StudentT& b) const {
    return fmt::format("student {} {} {}", b.degrees, b.location, b.scale);
  }
  std::string operator()(const Quantiles& b) const { return "quantiles" + pairs(b.at); }
  std::string operator()(const Discrete& b) const { return "discrete" + pairs(b.at); }
  std::string operator()(const Empirical& b) const { return fmt::format("empirical {}", fmt::join(b.values, " ")); }
  std::string operator()(const Mixture& b) const {
    std::string text = "mixture";
    for (const MixturePart& part : b.parts) {
      text += fmt::format(" {}:({})", part.probability, std::visit(*this, part.belief));
    }
    return text;
  }

  static std::string pairs(const std::vector<std::pair<double, double>>& at) {
    std::string text;
    for (const auto& [first, second] : at) text += fmt::format(" {}:{}", first, second);
    return text;
  }
};

std::string describe(const WrittenBelief& written) {
  return fmt::format("{} '{}' {}", testing::describe(written.belief), written.text, describe(written.where));
}

std::string describe(const History& history) {
  std::string text;
  for (const auto* group : {&history.reported, &history.guided}) {
    for (const auto& [metric, series] : *group) {
      for (const auto& [quarter, value] : series) text += fmt::format("{} {} {}\n", metric, to_string(quarter), value);
    }
  }
  return text;
}

std::string describe(const DriverBelief& d) {
  std::string text = fmt::format("{} [{}] {} shared {} noise {} {}\n", d.name, d.unit.text(),
                                 static_cast<int>(d.between), d.shared, d.noise.quarterly, d.noise.persistence);
  for (const Knot& k : d.knots) text += fmt::format("  {} {} {}\n", k.label, to_string(k.day), describe(k.value));
  for (const Supposition& s : d.suppositions) {
    text += fmt::format("  {} {} {} {}\n", static_cast<int>(s.kind), s.amount, to_string(s.from),
                        s.instead ? describe(s.instead->knots.at(0).value) : "");
  }
  for (const std::string& line : d.provenance) text += "  - " + line + "\n";
  return text;
}

std::string describe(const EventBelief& e) {
  std::string text = fmt::format("{} {} {}..{} {} {}\n", e.name, static_cast<int>(e.status), to_string(e.window.first),
                                 to_string(e.window.last), static_cast<int>(e.chance), e.probability);
  if (e.lasts_quarters) text += "  lasts " + describe(*e.lasts_quarters) + "\n";
  for (const EffectBelief& effect : e.effects) {
    text += fmt::format("  {} {} [{}] {} {} {}\n", static_cast<int>(effect.action), effect.driver, effect.unit.text(),
                        describe(effect.amount), effect.ramp_quarters ? describe(*effect.ramp_quarters) : "at once",
                        effect.once);
  }
  if (!e.require.empty()) text += fmt::format("  requires {}\n", fmt::join(e.require, " "));
  if (!e.exclude.empty()) text += fmt::format("  excludes {}\n", fmt::join(e.exclude, " "));
  return text;
}

std::string describe(const Question& q) {
  std::string text = fmt::format("{} {}[{}]", q.name, q.metric, to_string(q.period));
  if (q.threshold) text += fmt::format(" {} {}", static_cast<int>(q.threshold->comparison), q.threshold->value);
  for (const Question::Given& given : q.given) text += fmt::format(" given {} {}", given.event, given.happened);
  return text + "\n";
}

}  // namespace

FiscalCalendar january_calendar() {
  return FiscalCalendar(std::chrono::January, std::chrono::Sunday);
}

ReadOptions options() {
  ReadOptions options;
  options.model_names = {"accelerator_vendor"};
  options.calendar = january_calendar();
  return options;
}

ReadOptions options_as_of(std::string_view date) {
  ReadOptions with_date = options();
  with_date.as_of = parse_date(date).value();
  return with_date;
}

std::filesystem::path test_folder() {
  return std::filesystem::path(WAFERCAST_SOURCE_DIR) / "tests/engine/language";
}

Folder::Folder() {
  const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
  path_ = std::filesystem::temp_directory_path() /
          fmt::format("wafercast-{}-{}-{}", test->test_suite_name(), test->name(), ::getpid());
  std::filesystem::create_directories(path_);
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path Folder::write(const std::string& name, std::string_view text) const {
  const auto file = path_ / name;
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
  return file;
}

void Folder::copy_fixtures() const {
  std::filesystem::copy(test_folder() / "fixtures", path_, std::filesystem::copy_options::recursive);
}

std::string read_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

Scenario read_small(std::string_view body) {
  const Folder folder;
  return read_scenario(folder.write("small.yaml", std::string(heading) + std::string(body)), options());
}

std::string refusal_of(std::string_view body) {
  try {
    read_small(body);
  } catch (const InputError& error) {
    return error.what();
  }
  return {};
}

std::string describe(const Belief& belief) {
  return std::visit(BeliefText(), belief);
}

std::string describe(const Scenario& s) {
  std::string text = fmt::format("{} {} {} {} {} {}\n", s.name, s.model, to_string(s.as_of), to_string(s.last_reported),
                                 to_string(s.first), s.quarters);
  text += describe(s.history);
  for (const auto& [list, items] : s.structure.lists) {
    for (const StructureItem& item : items) {
      text += fmt::format("{} {}", list, item.name);
      for (const auto& [key, value] : item.attributes) text += fmt::format(" {}={}", key, value.text);
      text += "\n";
    }
  }
  for (const DriverBelief& d : s.drivers) text += describe(d);
  for (const EventBelief& e : s.events) text += describe(e);
  for (const CorrelationBelief& c : s.correlations) text += fmt::format("{} {} {}\n", c.first, c.second, c.rank);
  for (const Question& q : s.questions) text += describe(q);
  for (const InputFile& file : s.inputs) text += fmt::format("{} {}\n", file.path, file.digest);
  return text + s.resolved;
}

const DriverBelief& driver(const Scenario& scenario, std::string_view name) {
  for (const DriverBelief& d : scenario.drivers) {
    if (d.name == name) return d;
  }
  throw std::out_of_range("no driver " + std::string(name));
}

const EventBelief& event(const Scenario& scenario, std::string_view name) {
  for (const EventBelief& e : scenario.events) {
    if (e.name == name) return e;
  }
  throw std::out_of_range("no event " + std::string(name));
}

}  // namespace wafercast::testing
