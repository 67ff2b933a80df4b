#include <runners/files/output_mark.hpp>

#include <runners/files/one_file.hpp>
#include <runners/files/zip_member.hpp>

#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <system_error>

namespace wafercast {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t head_bytes = 4096;

bool is_page(const fs::path& file) {
  const std::string head = read_head(file, head_bytes);
  return head.starts_with("<!DOCTYPE html>") && head.find(page_mark) != std::string::npos;
}

/// Earlier versions wrote no mark into what the pages of a site share: then the site's own first page speaks for it.
bool is_asset(const fs::path& file) {
  if (read_head(file, asset_mark.size()) == asset_mark) return true;
  const fs::path first_page = file.parent_path() / "index.html";
  std::error_code ignored;
  return fs::is_regular_file(first_page, ignored) && is_page(first_page);
}

bool is_spreadsheet(const fs::path& file) {
  constexpr std::size_t most_bytes = 1U << 16;
  if (read_head(file, 2) != "PK") return false;
  const MappedFile mapped(file);
  const auto properties = zip_member(mapped.bytes(), "docProps/core.xml", most_bytes);
  return properties && properties->find(fmt::format("<dc:title>{}</dc:title>", spreadsheet_title)) != std::string::npos;
}

/// The first of the metrics' own help lines is that of files of earlier versions.
bool is_metrics(const fs::path& file) {
  const std::string head = read_head(file, head_bytes);
  return head.starts_with(metrics_mark) || head.starts_with("# HELP wafercast_nightly_");
}

/// Earlier versions wrote two headers and the night's text.
bool is_mail(const fs::path& file) {
  const std::string text = read_head(file, head_bytes);
  const std::string head = text.substr(0, text.find("\n\n"));
  const bool told_a_night = head.starts_with("Subject: ") &&
                            head.ends_with("\nContent-Type: text/plain; charset=utf-8") &&
                            text.substr(head.size()).starts_with("\n\nNight ");
  return ("\n" + head + "\n").find("\n" + std::string(mail_mark)) != std::string::npos || told_a_night;
}

/// Earlier versions wrote these three keys and nothing else.
bool is_alerts(const fs::path& file) {
  constexpr std::uintmax_t most_bytes = 64U << 20;
  std::error_code error;
  if (read_head(file, 1) != "{" || fs::file_size(file, error) > most_bytes || error) return false;
  const auto json = nlohmann::json::parse(read_whole(file).value_or(""), nullptr, false);
  if (!json.is_object()) return false;
  if (json.contains("wafercast")) return json["wafercast"] == alerts_mark;
  return json.size() == 3 && json.contains("plan") && json.contains("night") && json.contains("alerts");
}

}  // namespace

const char* word_of(OutputKind kind) {
  constexpr const char* words[] = {"a report", "what pages share", "a spreadsheet", "metrics",
                                   "a mail",   "alerts",           "a hub's table"};
  return words[static_cast<std::size_t>(kind)];
}

bool carries_mark(OutputKind kind, const fs::path& file) {
  switch (kind) {
    case OutputKind::page:
      return is_page(file);
    case OutputKind::asset:
      return is_asset(file);
    case OutputKind::spreadsheet:
      return is_spreadsheet(file);
    case OutputKind::metrics:
      return is_metrics(file);
    case OutputKind::mail:
      return is_mail(file);
    case OutputKind::alerts:
      return is_alerts(file);
    case OutputKind::hub_table:
      break;
  }
  return read_head(file, hub_header.size()) == hub_header;
}

}  // namespace wafercast
