#include <models/accelerator_vendor/business.hpp>

#include <engine/core/suggest.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

namespace wafercast::accelerator_vendor {
namespace {

/// Reads the attributes of one item and says which of them nobody asked for.
class Attributes {
 public:
  Attributes(const StructureItem& item, Diagnostics& diagnostics) : item_(item), diagnostics_(diagnostics) {}

  /// The position of the attribute's word in `words`; the first of them when the attribute is absent.
  int choice(const std::string& key, const std::vector<std::string>& words) {
    const WrittenText* written = find(key);
    if (written == nullptr) return 0;
    const auto found = std::ranges::find(words, written->text);
    if (found != words.end()) return static_cast<int>(found - words.begin());
    diagnostics_.error(written->where,
                       fmt::format("'{}' is no {} (it is one of: {})", written->text, key, fmt::join(words, ", ")),
                       did_you_mean(written->text, words));
    return 0;
  }

  double number(const std::string& key, double otherwise) {
    const WrittenText* written = find(key);
    if (written == nullptr) return otherwise;
    double value = otherwise;
    const char* end = written->text.data() + written->text.size();
    const auto [stop, error] = std::from_chars(written->text.data(), end, value);
    if (error != std::errc() || stop != end || !std::isfinite(value) || value < 0.0) {
      diagnostics_.error(written->where, fmt::format("'{}' is no number for {}", written->text, key), "write e.g. 80");
    }
    return value;
  }

  void refuse_others() {
    for (const auto& [key, written] : item_.attributes) {
      if (std::ranges::find(known_, key) != known_.end()) continue;
      diagnostics_.error(written.where, fmt::format("'{}' has no attribute '{}'", item_.name, key),
                         did_you_mean(key, known_));
    }
  }

 private:
  const WrittenText* find(const std::string& key) {
    known_.push_back(key);
    const auto found = item_.attributes.find(key);
    return found == item_.attributes.end() ? nullptr : &found->second;
  }

  const StructureItem& item_;
  Diagnostics& diagnostics_;
  std::vector<std::string> known_;
};

Market read_market(Attributes& attributes) {
  return attributes.choice("market", {"global", "china"}) == 0 ? Market::global : Market::china;
}

template <typename Item>
void require(const std::vector<Item>& items, Market market, const std::string& list, const std::string& file,
             Diagnostics& diagnostics) {
  if (std::ranges::any_of(items, [&](const Item& item) { return item.market == market; })) return;
  diagnostics.error(
      {file, 0, 0},
      fmt::format("no item of 'structure: {}' has market {}", list, market == Market::global ? "global" : "china"),
      "name at least one product and one customer for each market");
}

}  // namespace

Business read_business(const Structure& structure, const std::string& file, Diagnostics& diagnostics) {
  Business business;
  const auto each = [&](const std::string& list, const auto& read) {
    const auto found = structure.lists.find(list);
    if (found == structure.lists.end() || found->second.empty()) {
      diagnostics.error({file, 0, 0}, fmt::format("'structure: {}' is missing or empty", list), "name at least one");
      return;
    }
    for (const StructureItem& item : found->second) {
      Attributes attributes(item, diagnostics);
      read(item.name, attributes);
      attributes.refuse_others();
    }
  };
  each("products", [&](const std::string& name, Attributes& attributes) {
    const Market market = read_market(attributes);
    const bool local = attributes.choice("interposer", {"silicon", "local"}) == 1;
    business.products.push_back(
        {name, market, attributes.number("hbm_gb", 0.0), local ? Interposer::local : Interposer::silicon});
  });
  each("customers", [&](const std::string& name, Attributes& attributes) {
    const Market market = read_market(attributes);
    const bool capex = attributes.choice("follows", {"demand", "capex"}) == 1;
    business.customers.push_back({name, market, capex ? Customer::Follows::capex : Customer::Follows::demand});
  });
  each("segments", [&](const std::string& name, Attributes& attributes) {
    Segment segment{name, {}};
    for (std::size_t q = 0; q < 4; ++q) segment.season[q] = attributes.number(fmt::format("season_q{}", q + 1), 1.0);
    business.segments.push_back(segment);
  });
  for (const Market market : {Market::global, Market::china}) {
    require(business.products, market, "products", file, diagnostics);
    require(business.customers, market, "customers", file, diagnostics);
  }
  return business;
}

}  // namespace wafercast::accelerator_vendor
