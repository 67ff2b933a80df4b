#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace wafercast {

/// A place in a text the user wrote. Lines and columns count from 1, columns in characters; 0 means the whole file.
struct SourceLocation {
  std::string file;
  int line = 0;
  int column = 0;

  friend bool operator==(const SourceLocation&, const SourceLocation&) = default;
};

/// One problem in the user's input.
struct Diagnostic {
  SourceLocation where;
  std::string problem;     ///< what is wrong, and why in brackets where that is not obvious
  std::string suggestion;  ///< what to do about it; may be empty

  friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

/// `file:line:column: problem; suggestion`
std::string to_string(const Diagnostic& diagnostic);

/// The user's input was refused. Carries every problem that was found, in the order of their places, each once; what()
/// says the first 50, a line each, and how many more there are.
class InputError : public std::runtime_error {
 public:
  explicit InputError(std::vector<Diagnostic> diagnostics);
  explicit InputError(Diagnostic diagnostic);

  const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }

 private:
  std::vector<Diagnostic> diagnostics_;
};

/// Throws InputError of one problem: at a place, or of the question as a whole.
[[noreturn]] void refuse(SourceLocation where, std::string problem, std::string suggestion = {});
[[noreturn]] void refuse(std::string problem, std::string suggestion = {});

/// Collects problems so that all of them are reported at once.
class Diagnostics {
 public:
  void error(SourceLocation where, std::string problem, std::string suggestion = {});

  void add(const std::vector<Diagnostic>& found);  ///< of another reading

  bool any() const { return !found_.empty(); }
  const std::vector<Diagnostic>& found() const { return found_; }

  /// Throws InputError if anything was found.
  void throw_if_any() const;

 private:
  std::vector<Diagnostic> found_;
};

}  // namespace wafercast
