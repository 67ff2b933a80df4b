#pragma once

#include <string>

namespace wafercast::testing {

/// A PostgreSQL server of the test's own: Debian's, in a folder that goes with the process, reached by a socket there.
/// Empty where none is installed.
std::string server();

/// A database on it with nothing in it, as a connection string.
std::string new_database(const std::string& name);

}  // namespace wafercast::testing
