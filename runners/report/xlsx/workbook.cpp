#include <runners/report/xlsx/workbook.hpp>

#include <engine/core/printable.hpp>
#include <engine/core/utf8.hpp>
#include <runners/files/output_mark.hpp>

#include <fmt/format.h>

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <ctime>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace wafercast {
namespace {

int file_in_memory() {
  const int file = memfd_create("spreadsheet", MFD_CLOEXEC);
  if (file < 0) throw std::runtime_error("there is no memory for the spreadsheet");
  return file;
}

lxw_workbook* new_book(int file, const std::filesystem::path& scratch) {
  std::string folder = scratch.empty() ? "." : scratch.string();
  lxw_workbook_options options{};
  options.tmpdir = folder.data();
  return workbook_new_opt(fmt::format("/proc/self/fd/{}", file).c_str(), &options);
}

/// What a sheet's name may hold: at most 31 characters, none of []:*?/\, no apostrophe at an end.
std::string allowed_name(std::string_view wanted, std::size_t longest) {
  std::string name;
  for (std::size_t characters = 0; !wanted.empty() && characters < longest; ++characters) {
    const std::size_t bytes = std::max<std::size_t>(first_character(wanted).bytes, 1);
    const std::string_view character = wanted.substr(0, bytes);
    const bool forbidden = character.find_first_of("[]:*?/\\'") != std::string_view::npos;
    name += forbidden ? "_" : character;
    wanted.remove_prefix(bytes);
  }
  return name;
}

std::string in_small_letters(std::string name) {
  std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return name;
}

lxw_row_t row_of(int row) {
  return static_cast<lxw_row_t>(row);
}
lxw_col_t column_of(int column) {
  return static_cast<lxw_col_t>(column);
}

}  // namespace

std::string cell_name(int row, int column) {
  std::string letters;
  for (int rest = column; rest >= 0; rest = rest / 26 - 1) letters.insert(0, 1, static_cast<char>('A' + rest % 26));
  return fmt::format("{}{}", letters, row + 1);
}

Workbook::Workbook(Date made, const std::filesystem::path& scratch)
    : memory_(file_in_memory()), book_(new_book(memory_, scratch)) {
  if (book_ == nullptr) throw std::runtime_error("the spreadsheet cannot be made");
  std::string title(spreadsheet_title);
  lxw_doc_properties properties{};
  properties.title = title.data();
  properties.created = std::chrono::system_clock::to_time_t(made);
  workbook_set_properties(book_, &properties);
}

Workbook::~Workbook() {
  if (book_ != nullptr) workbook_close(book_);
  ::close(memory_);
}

std::string Workbook::free_name(const std::string& wanted) {
  constexpr std::size_t longest = 31;
  constexpr std::string_view kept_back = "history";  // spreadsheets keep changes in a sheet of this name
  std::string name = allowed_name(printable_line(wanted), longest);
  if (in_small_letters(name) == kept_back) name += "_";
  for (int more = 2; !names_.insert(in_small_letters(name)).second; ++more) {
    const std::string tail = fmt::format("~{}", more);
    name = allowed_name(printable_line(wanted), longest - tail.size()) + tail;
  }
  return name;
}

lxw_worksheet* Workbook::add_sheet(const std::string& name, int rows, int columns) {
  lxw_worksheet* sheet = workbook_add_worksheet(book_, free_name(name).c_str());
  if (sheet == nullptr) throw std::runtime_error(fmt::format("the spreadsheet takes no sheet '{}'", name));
  worksheet_freeze_panes(sheet, row_of(rows), column_of(columns));
  worksheet_set_landscape(sheet);
  worksheet_fit_to_pages(sheet, 1, 0);
  return sheet;
}

void Workbook::text(lxw_worksheet* sheet, int row, int column, const std::string& text, Look of) {
  worksheet_write_string(sheet, row_of(row), column_of(column), printable(text).c_str(), look(of));
}

void Workbook::paragraph(lxw_worksheet* sheet, int row, int last_column, const std::string& text, double width) {
  worksheet_merge_range(sheet, row_of(row), 0, row_of(row), column_of(last_column), printable(text).c_str(),
                        look(Look::wrapped));
  fit_height(sheet, row, {{text, width}});
}

void Workbook::fit_height(lxw_worksheet* sheet, int row,
                          const std::vector<std::pair<std::string, double>>& texts_in_widths) {
  constexpr double line_height = 15.0;
  double most = 1.0;
  for (const auto& [text, width] : texts_in_widths) {
    double lines = 0.0;
    for (std::size_t at = 0; at <= text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      lines += std::max(1.0, std::ceil(static_cast<double>(end - at) / width));
      at = end + 1;
    }
    most = std::max(most, lines);
  }
  worksheet_set_row(sheet, row_of(row), most * line_height, nullptr);
}

void Workbook::number(lxw_worksheet* sheet, int row, int column, double value, const std::string& shown) {
  worksheet_write_number(sheet, row_of(row), column_of(column), value, number_look(shown));
}

void Workbook::formula(lxw_worksheet* sheet, int row, int column, const std::string& formula, double value,
                       const std::string& shown) {
  worksheet_write_formula_num(sheet, row_of(row), column_of(column), formula.c_str(), number_look(shown), value);
}

void Workbook::lines(lxw_worksheet* sheet, int at_row, int at_column, const std::string& title, int head_row, int first,
                     int last, const std::vector<int>& columns, const std::string& shown, double least) {
  lxw_chart* chart = workbook_add_chart(book_, LXW_CHART_LINE);
  const std::string name = sheet->name;
  for (const int column : columns) {
    lxw_chart_series* series = chart_add_series(chart, nullptr, nullptr);
    chart_series_set_categories(series, name.c_str(), row_of(first), 0, row_of(last), 0);
    chart_series_set_values(series, name.c_str(), row_of(first), column_of(column), row_of(last), column_of(column));
    chart_series_set_name_range(series, name.c_str(), row_of(head_row), column_of(column));
  }
  chart_title_set_name(chart, printable(title).c_str());
  chart_axis_set_num_format(chart->y_axis, shown.c_str());
  chart_axis_set_min(chart->y_axis, least);
  chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
  lxw_chart_options size{};
  size.x_scale = 1.4;
  size.y_scale = 1.3;
  worksheet_insert_chart_opt(sheet, row_of(at_row), column_of(at_column), chart, &size);
}

std::string Workbook::bytes() {
  const lxw_error error = workbook_close(std::exchange(book_, nullptr));
  if (error != LXW_NO_ERROR) throw std::runtime_error(fmt::format("the spreadsheet: {}", lxw_strerror(error)));
  std::ifstream in(fmt::format("/proc/self/fd/{}", memory_), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

lxw_format* Workbook::look(Look of) {
  constexpr std::size_t looks = 6;
  if (looks_.empty()) {
    for (std::size_t i = 0; i < looks; ++i) looks_.push_back(workbook_add_format(book_));
    const auto at = [&](Look wanted) { return looks_[static_cast<std::size_t>(wanted)]; };
    format_set_bold(at(Look::title));
    format_set_font_size(at(Look::title), 14);
    format_set_bold(at(Look::head));
    format_set_bottom(at(Look::head), LXW_BORDER_THIN);
    format_set_align(at(Look::head), LXW_ALIGN_RIGHT);
    format_set_bold(at(Look::head_of_text));
    format_set_bottom(at(Look::head_of_text), LXW_BORDER_THIN);
    format_set_font_color(at(Look::faint), LXW_COLOR_GRAY);
    format_set_text_wrap(at(Look::wrapped));
    format_set_align(at(Look::wrapped), LXW_ALIGN_VERTICAL_TOP);
  }
  return looks_[static_cast<std::size_t>(of)];
}

lxw_format* Workbook::number_look(const std::string& shown) {
  const auto found = std::ranges::find(numbers_, shown, &std::pair<std::string, lxw_format*>::first);
  if (found != numbers_.end()) return found->second;
  lxw_format* format = workbook_add_format(book_);
  format_set_num_format(format, shown.c_str());
  numbers_.emplace_back(shown, format);
  return format;
}

}  // namespace wafercast
