#include <runners/cli/words.hpp>

#include <engine/core/diagnostics.hpp>
#include <engine/core/suggest.hpp>
#include <engine/core/typographic.hpp>
#include <engine/core/utf8.hpp>
#include <engine/language/syntax/text.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cctype>
#include <set>

namespace wafercast {
namespace {

bool takes_several(const CLI::Option& option) {
  return !option.get_positional() && option.get_expected_max() > 1;
}

bool is_option_word(const std::string& word) {
  return word.size() > 1 && word[0] == '-' && (word[1] == '-' || std::isalpha(static_cast<unsigned char>(word[1])));
}

bool is_file_word(const std::string& word) {
  return word.find('/') != std::string::npos || word.ends_with(".yaml") || word.ends_with(".yml");
}

std::string name_of(const CLI::Option& option) {
  return option.get_positional() ? option.get_name(true) : "--" + option.get_lnames().front();
}

std::vector<const CLI::Option*> all_options(const CLI::App& command) {
  return command.get_options([](const CLI::Option*) { return true; });
}

/// Sorts the words of one command, and gathers what is wrong with them.
class Arranger {
 public:
  explicit Arranger(const CLI::App& command) : command_(command) {}

  std::vector<std::string> arrange(const std::vector<std::string>& words) {
    for (next_ = words.begin(), end_ = words.end(); next_ != end_;) take(*next_++);
    check_positionals();
    check_together();
    diagnostics_.throw_if_any();
    // A file whose name begins with a dash stands behind the mark that ends the options.
    const bool marked = std::ranges::any_of(files_, [](const std::string& file) { return file.starts_with('-'); });
    if (marked) options_.emplace_back("--");
    options_.insert(marked ? options_.end() : options_.begin(), files_.begin(), files_.end());
    return std::move(options_);
  }

 private:
  void take(const std::string& word) {
    if (utf8_prefix(word) < word.size()) {
      refuse(word, "holds bytes that are not UTF-8", "name it in UTF-8");
    } else if (word == "--") {
      files_.insert(files_.end(), next_, end_);
      next_ = end_;
    } else if (is_option_word(word)) {
      take_option(word);
    } else if (language::trimmed(word).empty()) {
      refuse("''", "an empty word names nothing", "");
    } else {
      files_.push_back(word);
    }
  }

  void take_option(const std::string& word) {
    const std::size_t equals = std::min(word.find('='), word.size());
    const std::string name = word.substr(0, equals);
    const CLI::Option* option = command_.get_option_no_throw(name);
    if (option == nullptr) return refuse_unknown(name);
    if (!given_.insert(option).second && !is_repeatable(*option) && !twice_.contains(option)) {
      twice_.insert(option);
      refuse(name, "is given twice", "give it once");
    }
    if (!takes_value(*option)) {
      if (equals < word.size()) refuse(name, "takes no value", fmt::format("write {}", name));
      options_.push_back(name);
    } else if (equals < word.size()) {
      put(*option, word.substr(equals + 1));
    } else if (next_ == end_ || is_known_option(*next_)) {
      refuse(name, "has no value", fmt::format("write {} and its value ({})", name, option->get_description()));
    } else {
      put(*option, *next_++);
      while (takes_several(*option) && next_ != end_ && !is_option_word(*next_) && !is_file_word(*next_)) {
        put(*option, *next_++);
      }
    }
  }

  bool is_known_option(const std::string& word) const {
    return is_option_word(word) && command_.get_option_no_throw(word.substr(0, word.find('='))) != nullptr;
  }

  /// Takes a value, or those that stand between commas.
  void put(const CLI::Option& option, const std::string& value) {
    const std::string name = name_of(option);
    if (utf8_prefix(value) < value.size()) return refuse(name, "its value holds bytes that are not UTF-8", "");
    if (takes_several(option) && is_file_word(value))
      return refuse(name, fmt::format("'{}' is no value of it", value), "write the file before the options");
    std::string_view rest = value;
    do {
      const std::size_t end = takes_several(option) ? std::min(rest.find(','), rest.size()) : rest.size();
      const std::string_view one = rest.substr(0, end);
      if (language::trimmed(one).empty())
        refuse(name, "its value is empty", "leave the option out, or give it a value");
      options_.push_back(fmt::format("{}={}", name, one));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    } while (!rest.empty());
  }

  void check_positionals() {
    std::size_t room = 0;
    std::size_t needed = 0;
    for (const CLI::Option* option : all_options(command_)) {
      if (!option->get_positional()) continue;
      needed += option->get_required() ? 1 : 0;
      room += static_cast<std::size_t>(option->get_items_expected_max());
      if (files_.size() < needed && option->get_required())
        refuse(name_of(*option), "is missing", option->get_description());
    }
    if (unknown_) return;  // whose value stands among them
    for (std::size_t i = room; i < files_.size(); ++i) {
      refuse(fmt::format("'{}'", files_[i]), "is one word too many" + typographic_note(files_[i]),
             fmt::format("'wafercast {} --help' says what it takes", command_.get_name()));
    }
  }

  void check_together() {
    for (const CLI::Option* option : all_options(command_)) {
      const bool given = given_.contains(option);
      if (!option->get_positional() && option->get_required() && !given)
        refuse(name_of(*option), "is missing", option->get_description());
      if (!given) continue;
      for (const CLI::Option* needed : option->get_needs()) {
        if (!given_.contains(needed))
          refuse(name_of(*option), fmt::format("goes with {}", name_of(*needed)),
                 fmt::format("add {}", name_of(*needed)));
      }
      for (const CLI::Option* other : option->get_excludes()) {
        if (given_.contains(other) && name_of(*option) < name_of(*other))
          refuse(name_of(*option), fmt::format("and {} exclude each other", name_of(*other)), "give one of them");
      }
    }
  }

  void refuse_unknown(const std::string& name) {
    std::vector<std::string> names;
    for (const CLI::Option* option : all_options(command_)) {
      if (!option->get_positional()) names.push_back(name_of(*option));
    }
    unknown_ = true;
    const std::string meant = did_you_mean(name, names);
    const std::string help = fmt::format("'wafercast {} --help' lists its options", command_.get_name());
    refuse(name, fmt::format("there is no such option of '{}'{}", command_.get_name(), typographic_note(name)),
           meant.empty() ? help : meant);
  }

  void refuse(const std::string& where, std::string problem, std::string suggestion) {
    diagnostics_.error({where, 0, 0}, std::move(problem), std::move(suggestion));
  }

  const CLI::App& command_;
  Diagnostics diagnostics_;
  std::vector<std::string>::const_iterator next_, end_;
  std::vector<std::string> files_;
  std::vector<std::string> options_;
  std::set<const CLI::Option*> given_, twice_;
  bool unknown_ = false;
};

}  // namespace

bool takes_value(const CLI::Option& option) {
  return option.get_items_expected_max() > 0;
}

bool is_repeatable(const CLI::Option& option) {
  return option.get_items_expected_max() != 1 || option.get_multi_option_policy() == CLI::MultiOptionPolicy::TakeAll;
}

std::vector<std::string> arranged(const std::vector<std::string>& words, const CLI::App& command) {
  return Arranger(command).arrange(words);
}

}  // namespace wafercast
