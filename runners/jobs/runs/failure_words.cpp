#include <runners/jobs/runs/failure_words.hpp>

#include <fmt/format.h>

#include <filesystem>
#include <new>
#include <stdexcept>
#include <system_error>

namespace wafercast {

std::string failure_words(const std::exception& error) {
  if (dynamic_cast<const std::bad_alloc*>(&error) != nullptr)
    return "there is not enough memory; take fewer --paths or --threads, or a shorter --horizon";
  if (const auto* of_files = dynamic_cast<const std::filesystem::filesystem_error*>(&error))
    return fmt::format("'{}': {}", of_files->path1().string(), of_files->code().message());
  const bool of_library = dynamic_cast<const std::logic_error*>(&error) != nullptr ||
                          std::string_view(error.what()).starts_with("[json.exception");
  return of_library ? std::string(fault_of_program) : error.what();
}

bool may_pass(const std::exception& error) {
  return dynamic_cast<const std::bad_alloc*>(&error) != nullptr ||
         dynamic_cast<const std::system_error*>(&error) != nullptr;
}

}  // namespace wafercast
