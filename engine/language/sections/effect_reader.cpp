#include <engine/language/sections/belief_reader.hpp>
#include <engine/language/sections/effect_reader.hpp>
#include <engine/language/syntax/fields.hpp>
#include <engine/language/values/value_text.hpp>

#include <fmt/format.h>

namespace wafercast::language {
namespace {

using Action = EffectBelief::Action;

struct WrittenEffect {
  EffectBelief effect{};
  std::optional<Unit> unit;
  const Node* cut = nullptr;
  const Node* scale = nullptr;
  const Node* add = nullptr;
  const Node* set = nullptr;
  const Node* delay = nullptr;
};

constexpr Field<Reading, WrittenEffect> effect_fields[] = {
    {"on", Presence::required, "text", [](Reading&, const Node& v, WrittenEffect& w) { w.effect.driver = text_of(v); },
     "the driver it acts on, or a pattern such as *.capex"},
    {"cut", Presence::optional, "belief", note<&WrittenEffect::cut>, "the share that is lost"},
    {"scale", Presence::optional, "belief", note<&WrittenEffect::scale>, "a factor"},
    {"add", Presence::optional, "belief", note<&WrittenEffect::add>, "an amount that is added"},
    {"set", Presence::optional, "belief", note<&WrittenEffect::set>, "the value that it takes"},
    {"delay", Presence::optional, "belief", note<&WrittenEffect::delay>, "the time by which a date moves out"},
    {"unit", Presence::optional, "text",
     [](Reading&, const Node& v, WrittenEffect& w) { w.unit = read_unit(text_of(v)); },
     "what add or set is measured in; the driver's unit when absent"},
    {"ramp", Presence::optional, "belief",
     [](Reading& r, const Node& v, WrittenEffect& w) {
       w.effect.ramp_quarters = read_belief(r, v, read_unit("quarter"));
     },
     "how long it takes to set in and to wear off"},
    {"once", Presence::optional, "text",
     [](Reading&, const Node& v, WrittenEffect& w) { w.effect.once = read_flag(text_of(v)); },
     "true: it strikes in the quarter of the start alone"},
};

/// The ways to act, with what each is measured in.
struct ActionRule {
  Action action;
  const Node* WrittenEffect::*amount;
  enum class In { plain, driver, time } in;
};

constexpr ActionRule action_rules[] = {
    {Action::cut, &WrittenEffect::cut, ActionRule::In::plain},
    {Action::scale, &WrittenEffect::scale, ActionRule::In::plain},
    {Action::add, &WrittenEffect::add, ActionRule::In::driver},
    {Action::set, &WrittenEffect::set, ActionRule::In::driver},
    {Action::delay, &WrittenEffect::delay, ActionRule::In::time},
};

/// An amount of a driver is measured in its unit; of a driver that only the model knows, in what the text says.
Unit driver_unit(const Reading& reading, const WrittenEffect& written, const Node& amount) {
  if (written.unit) return *written.unit;
  const auto known = reading.driver_units.find(written.effect.driver);
  if (known != reading.driver_units.end()) return known->second;
  if (!amount.is_scalar()) return Unit();
  std::string_view text = trimmed(amount.text);
  if (text.ends_with(')')) text = trimmed(text.substr(0, text.rfind('(')));
  for (const std::string_view separator : {" to ", "±", " and "}) {
    const auto at = text.rfind(separator);
    if (at != std::string_view::npos) text = text.substr(at + separator.size());
  }
  const auto unit = Unit::parse(read_amount(text).suffix);
  return unit && !unit->is_plain_number() ? *unit : Unit();
}

Unit unit_of(const Reading& reading, const ActionRule& rule, const WrittenEffect& written, const Node& amount) {
  switch (rule.in) {
    case ActionRule::In::driver:
      return driver_unit(reading, written, amount);
    case ActionRule::In::time:
      return read_unit("quarter");
    case ActionRule::In::plain:
      break;
  }
  return Unit();
}

bool is_pattern(const std::string& on) {
  return on.find('*') != std::string::npos;
}

/// The drivers of the scenario that a pattern stands for; a name stands for itself, also where only the model has it.
std::vector<std::string> drivers_like(const Reading& reading, const std::string& on) {
  if (!is_pattern(on)) return {on};
  std::vector<std::string> drivers;
  for (const auto& [name, unit] : reading.driver_units) {
    if (fits(on, name)) drivers.push_back(name);
  }
  if (drivers.empty()) throw ValueError(fmt::format("no driver fits {}", in_quotes(on)));
  return drivers;
}

/// One effect a driver that it acts on.
std::vector<EffectBelief> read_effect(Reading& reading, const Node& node) {
  WrittenEffect written;
  written.effect.where = node.where();
  read_fields(reading, node, "an effect", effect_fields, written);
  const ActionRule* chosen = nullptr;
  for (const ActionRule& rule : action_rules) {
    if (written.*rule.amount == nullptr) continue;
    if (chosen != nullptr) throw ValueError("an effect acts in one way", "write two effects");
    chosen = &rule;
  }
  if (chosen == nullptr) throw ValueError("an effect needs one of 'cut', 'scale', 'add', 'set' and 'delay'");
  const Node& amount = *(written.*(chosen->amount));
  written.effect.action = chosen->action;
  const std::size_t before = reading.diagnostics.found().size();
  std::vector<EffectBelief> effects;
  if (is_pattern(written.effect.driver)) written.effect.pattern = written.effect.driver;
  for (const std::string& driver : drivers_like(reading, written.effect.driver)) {
    guarded(amount.where(), reading.diagnostics, [&] {
      written.effect.driver = driver;
      written.effect.unit = unit_of(reading, *chosen, written, amount);
      written.effect.amount = read_belief(reading, amount, written.effect.unit);
    });
    effects.push_back(written.effect);
    if (reading.diagnostics.found().size() != before) break;  // one report is enough for all that fit
  }
  return effects;
}

}  // namespace

std::vector<EffectBelief> read_effects(Reading& reading, const Node& effects) {
  std::vector<EffectBelief> read;
  for (const Node& node : as_list(effects).items) {
    guarded(node.where(), reading.diagnostics, [&] {
      for (EffectBelief& effect : read_effect(reading, node)) read.push_back(std::move(effect));
    });
  }
  return read;
}

void add_effect_words(Vocabulary& words) {
  words.add("effect", effect_fields, Vocabulary::Extent::whole);
}

}  // namespace wafercast::language
