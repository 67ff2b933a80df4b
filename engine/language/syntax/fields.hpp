#pragma once

#include <engine/language/syntax/syntax.hpp>
#include <engine/language/syntax/text.hpp>

#include <algorithm>
#include <iterator>
#include <span>
#include <string_view>
#include <vector>

namespace wafercast::language {

enum class Presence { required, optional };

/// What people are told about a key. `holds` is what may stand behind it: `text`, `texts` (one or a list), `belief`,
/// `any`, the name of a map, `[x]` a list of x, `{x}` a map from names to x; `x|y` either.
struct KeyRule {
  std::string_view key;
  Presence presence;
  std::string_view holds;
  std::string_view meaning;
};

/// A key of one kind of map: how it is read, and all that is ever said about it. The language grows by rows in tables
/// of these. A reader may throw ValueError; the problem is then reported at the value.
template <class Context, class Target>
struct Field {
  std::string_view key;
  Presence presence;
  std::string_view holds;
  void (*read)(Context& context, const Node& value, Target& target);
  std::string_view meaning;
};

template <class Context, class Target, std::size_t count>
std::vector<KeyRule> rules_of(const Field<Context, Target> (&fields)[count]) {
  std::vector<KeyRule> rules;
  for (const auto& field : fields) rules.push_back({field.key, field.presence, field.holds, field.meaning});
  return rules;
}

/// What the language says of each kind of map that it has: the keys, and all that people are told about them.
class Vocabulary {
 public:
  /// Whether a map may say a part of what another file's says in full, or stands by itself.
  enum class Extent { part, whole };

  struct Kind {
    std::string_view name;
    std::vector<KeyRule> keys;
    Extent extent;
  };

  template <class Context, class Target, std::size_t count>
  void add(std::string_view name, const Field<Context, Target> (&fields)[count], Extent extent = Extent::part) {
    add(name, rules_of(fields), extent);
  }
  void add(std::string_view name, std::vector<KeyRule> keys, Extent extent = Extent::part) {
    kinds_.push_back({name, std::move(keys), extent});
  }

  const std::vector<Kind>& kinds() const { return kinds_; }

 private:
  std::vector<Kind> kinds_;
};

/// Reports keys that are not in the rules and required ones that are missing. `what` is "a driver".
void check_keys(const Node& map, std::string_view what, std::span<const KeyRule> rules, Diagnostics& diagnostics);

/// Runs `work` and reports a ValueError at the place.
template <class Work>
void guarded(const SourceLocation& where, Diagnostics& diagnostics, Work work) {
  try {
    work();
  } catch (const ValueError& error) {
    diagnostics.error(where, error.what(), error.suggestion());
  }
}

/// Reads a map by its table, in the order of the table: a field may rely on those above it.
template <class Context, class Target, std::size_t count>
void read_fields(Context& context, const Node& map, std::string_view what,
                 const Field<Context, Target> (&fields)[count], Target& target) {
  check_keys(map, what, rules_of(fields), context.diagnostics);
  for (const auto& field : fields) {
    const Node* value = map.find(field.key);
    if (value == nullptr) continue;
    guarded(value->where(), context.diagnostics, [&] { field.read(context, *value, target); });
  }
}

/// The same of a map that need not be complete, since others are merged with it.
template <class Context, class Target, std::size_t count>
void read_given_fields(Context& context, const Node& map, std::string_view what,
                       const Field<Context, Target> (&fields)[count], Target& target) {
  Field<Context, Target> given[count];
  std::copy(std::begin(fields), std::end(fields), std::begin(given));
  for (auto& field : given) field.presence = Presence::optional;
  read_fields(context, map, what, given, target);
}

/// The reader of a field that is only noted, to be read once other fields are known.
template <auto member, class Context, class Target>
void note(Context&, const Node& value, Target& target) {
  target.*member = &value;
}

/// The text of a scalar; throws ValueError for a list, a map or nothing.
const std::string& text_of(const Node& node);

/// The texts of a list of scalars, or of one scalar.
std::vector<const Node*> texts_of(const Node& node);

const Node& as_map(const Node& node);
const Node& as_list(const Node& node);

}  // namespace wafercast::language
