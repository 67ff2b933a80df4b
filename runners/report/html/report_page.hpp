#pragma once

#include <map>
#include <string>
#include <vector>

namespace wafercast {

/// What a report says in words; the rest it draws from its data.
struct PageText {
  std::string title;
  std::string facts;                    ///< as of when, how many paths, which seed
  std::vector<std::string> headline{};  ///< sentences
  std::vector<std::string> notes{};
};

/// Where a page's style and programs are: in it, or in files beside it that pages of one folder share (shared_assets).
enum class Assets { inside, beside };

/// One file that works offline: the words, the data (JSON whose `kind` page/report.js knows), the programs that draw
/// them, D3 with its licence. Nothing in it asks the network for anything.
std::string report_page(const PageText& text, const std::string& data, Assets assets = Assets::inside);

/// The files that pages with assets beside them share, by name.
std::map<std::string, std::string> shared_assets();

}  // namespace wafercast
