#include <engine/language/vocabulary.hpp>

#include <gtest/gtest.h>

#include <regex>
#include <set>

namespace wafercast {
namespace {

TEST(Vocabulary, WhatAKeyHoldsIsKnown) {
  const std::vector<LanguageMap> maps = vocabulary();
  std::set<std::string> known = {"text", "texts", "belief", "any"};
  for (const LanguageMap& map : maps) known.insert(map.name);
  const std::regex name("[a-z][a-z ]*");
  for (const LanguageMap& map : maps) {
    for (const LanguageKey& key : map.keys) {
      SCOPED_TRACE(map.name + "." + key.key + " holds " + key.holds);
      EXPECT_FALSE(key.holds.empty());
      const auto end = std::sregex_iterator();
      for (auto at = std::sregex_iterator(key.holds.begin(), key.holds.end(), name); at != end; ++at) {
        EXPECT_TRUE(known.contains(at->str())) << at->str();
      }
    }
  }
}

TEST(Vocabulary, AMapIsNamedOnceAndAKeyOnceInIt) {
  std::set<std::string> names;
  for (const LanguageMap& map : vocabulary()) {
    EXPECT_TRUE(names.insert(map.name).second) << map.name;
    std::set<std::string> keys;
    for (const LanguageKey& key : map.keys) EXPECT_TRUE(keys.insert(key.key).second) << map.name << "." << key.key;
  }
}

}  // namespace
}  // namespace wafercast
