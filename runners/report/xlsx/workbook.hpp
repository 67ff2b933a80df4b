#pragma once

#include <engine/core/date.hpp>

#include <xlsxwriter.h>

#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace wafercast {

/// A spreadsheet while it is made. Cells are counted from zero.
class Workbook {
 public:
  enum class Look { plain, title, head, head_of_text, faint, wrapped };

  /// `made` is the day that the file says it was made on: the same forecast is the same bytes. `scratch` is a folder
  /// for what is not finished yet.
  Workbook(Date made, const std::filesystem::path& scratch);
  ~Workbook();
  Workbook(const Workbook&) = delete;
  Workbook& operator=(const Workbook&) = delete;

  /// A sheet whose first `rows` and `columns` stay in view, named as near to `name` as spreadsheets allow and as the
  /// other sheets leave free.
  lxw_worksheet* add_sheet(const std::string& name, int rows, int columns);

  void text(lxw_worksheet* sheet, int row, int column, const std::string& text, Look look = Look::plain);
  /// Text over several columns, as high as its lines need; `width` is that of the columns together, in characters.
  void paragraph(lxw_worksheet* sheet, int row, int last_column, const std::string& text, double width);
  /// As many lines high as the longest of these texts needs in its width.
  void fit_height(lxw_worksheet* sheet, int row, const std::vector<std::pair<std::string, double>>& texts_in_widths);
  /// `shown` is a number format, "0.0%".
  void number(lxw_worksheet* sheet, int row, int column, double value, const std::string& shown);
  /// `value` is what the formula yields now, for readers that do not compute.
  void formula(lxw_worksheet* sheet, int row, int column, const std::string& formula, double value,
               const std::string& shown);

  /// A chart of lines over rows first … last of columns; the names of lines are the heads in `head_row`. The axis
  /// starts at `least`.
  void lines(lxw_worksheet* sheet, int at_row, int at_column, const std::string& title, int head_row, int first,
             int last, const std::vector<int>& columns, const std::string& shown, double least);

  /// The file's bytes; nothing can be added afterwards. Throws std::runtime_error with the library's reason.
  std::string bytes();

 private:
  std::string free_name(const std::string& wanted);
  lxw_format* look(Look look);
  lxw_format* number_look(const std::string& shown);

  int memory_;  ///< a file in memory: the library writes files alone
  lxw_workbook* book_;
  std::set<std::string> names_;  ///< of sheets, in small letters: case does not tell them apart
  std::vector<lxw_format*> looks_;
  std::vector<std::pair<std::string, lxw_format*>> numbers_;
};

/// "B7" of row 6, column 1.
std::string cell_name(int row, int column);

}  // namespace wafercast
