#include <engine/core/utf8.hpp>
#include <engine/language/syntax/file_bytes.hpp>
#include <engine/language/syntax/text.hpp>

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <system_error>

namespace wafercast::language {

std::string read_bytes(const std::filesystem::path& file, std::size_t most) {
  // Results name their inputs, in files that are UTF-8 or are not read at all.
  if (utf8_prefix(file.native()) < file.native().size()) throw ValueError("has a name that is not UTF-8; rename it");
  std::error_code problem;
  const auto status = std::filesystem::status(file, problem);
  if (!std::filesystem::exists(status)) throw ValueError("there is no such file");
  if (!std::filesystem::is_regular_file(status)) throw ValueError("cannot be read (it is not a file)");
  const auto size = std::filesystem::file_size(file, problem);
  if (problem) throw ValueError("cannot be read (" + problem.message() + ")");
  if (size > most) throw ValueError(fmt::format("is too large ({} bytes, at most {})", size, most));
  std::ifstream in(file, std::ios::binary);
  if (!in) throw ValueError("cannot be opened (no permission?)");
  std::string bytes(static_cast<std::size_t>(size), '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  return bytes;
}

}  // namespace wafercast::language
