# What is installed: the program, its scenarios, and a package by which other CMake projects use the libraries:
#
#   find_package(wafercast REQUIRED)
#   target_link_libraries(mine PRIVATE wafercast::jobs_runs)  # and #include <runners/jobs/runs/run.hpp>
include(CMakePackageConfigHelpers)

install(TARGETS wafercast RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY scenarios DESTINATION ${CMAKE_INSTALL_DATADIR}/wafercast)

set(package "${CMAKE_INSTALL_LIBDIR}/cmake/wafercast")
install(EXPORT wafercast NAMESPACE wafercast:: FILE wafercastTargets.cmake DESTINATION ${package} COMPONENT development)
write_basic_package_version_file("${CMAKE_CURRENT_BINARY_DIR}/wafercastConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(FILES cmake/wafercastConfig.cmake cmake/Dependencies.cmake "${CMAKE_CURRENT_BINARY_DIR}/wafercastConfigVersion.cmake"
  DESTINATION ${package} COMPONENT development)
