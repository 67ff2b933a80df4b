#pragma once

#include <engine/language/data/data_table.hpp>
#include <engine/language/syntax/syntax.hpp>

#include <string>
#include <vector>

namespace wafercast::language {

/// `where: {metric: [a, b*], company: X}`: which rows of a table are meant, by the text of columns.
class RowConditions {
 public:
  /// Without `where` all rows are meant. Reports unknown columns, each at its own place.
  RowConditions(const DataTable& table, const Node* where, Diagnostics& diagnostics);

  bool hold(const DataTable::Row& row) const;

  /// Conditions that no row of the table meets, on any day, are a slip of the pen: throws ValueError.
  void refuse_if_none(const DataTable& table) const;

 private:
  /// One of the patterns fits the column's text.
  struct Condition {
    std::size_t column;
    std::vector<std::string> patterns;
  };
  std::vector<Condition> conditions_;
};

}  // namespace wafercast::language
