#pragma once

#include <filesystem>
#include <string_view>

namespace wafercast {

/// The kinds of single files that wafercast writes for people and for other programs.
enum class OutputKind {
  page,         ///< HTML
  asset,        ///< what the pages of a site share
  spreadsheet,  ///< a workbook
  metrics,      ///< Prometheus's text
  mail,
  alerts,    ///< JSON
  hub_table  ///< model output of a forecast hub, CSV
};

// What wafercast puts into each, so that it knows its own again.

inline constexpr std::string_view page_mark = "<meta name=\"generator\" content=\"wafercast\">";
inline constexpr std::string_view asset_mark = "/* wafercast: of the pages beside it */\n";
inline constexpr std::string_view spreadsheet_title = "wafercast forecast";  ///< of the workbook's properties
inline constexpr std::string_view metrics_mark = "# wafercast: metrics of a night\n";
inline constexpr std::string_view mail_mark = "X-Mailer: wafercast\n";  ///< a header
inline constexpr std::string_view alerts_mark = "alerts/1";             ///< what the key "wafercast" says
inline constexpr std::string_view hub_header =
    "origin_date,scenario_id,target,target_period,output_type,output_type_id,value\n";

/// "a report", for messages
const char* word_of(OutputKind kind);

/// Whether the regular file carries the mark of its kind, or one by which files of earlier versions are known. Throws
/// InputError when it cannot be read.
bool carries_mark(OutputKind kind, const std::filesystem::path& file);

}  // namespace wafercast
