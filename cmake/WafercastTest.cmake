# wafercast_test(engine/core TIER fast SOURCES a_test.cpp USES core random LINKS ...)
#
# Compiled once and shared by all test programs; tests are optimised lightly, since building them takes longer than running.
add_library(wafercast_test_headers OBJECT "${CMAKE_CURRENT_LIST_DIR}/test_headers.cpp")
target_link_libraries(wafercast_test_headers PUBLIC wafercast_compiler_settings GTest::gtest_main GTest::gmock)
target_compile_options(wafercast_test_headers PUBLIC $<$<CONFIG:Release>:-O1>)
target_precompile_headers(wafercast_test_headers PRIVATE <gmock/gmock.h> <gtest/gtest.h>)

# One test program per folder and tier. TIER is a CTest label: fast (under 30 s together), statistical, slow.
function(wafercast_test folder)
  cmake_parse_arguments(ARG "" "TIER" "SOURCES;USES;LINKS" ${ARGN})
  cmake_path(GET CMAKE_CURRENT_FUNCTION_LIST_DIR PARENT_PATH root)
  string(REPLACE "/" "_" name "${folder}_${ARG_TIER}")
  list(TRANSFORM ARG_USES PREPEND wafercast_)
  add_executable(test_${name} ${ARG_SOURCES})
  target_link_libraries(test_${name} PRIVATE ${ARG_USES} ${ARG_LINKS} wafercast_compiler_settings GTest::gtest_main GTest::gmock)
  target_compile_options(test_${name} PRIVATE $<$<CONFIG:Release>:-O1>)
  target_compile_definitions(test_${name} PRIVATE WAFERCAST_SOURCE_DIR="${root}")
  target_precompile_headers(test_${name} REUSE_FROM wafercast_test_headers)
  add_test(NAME ${name} COMMAND test_${name})
  set_tests_properties(${name} PROPERTIES LABELS ${ARG_TIER})
endfunction()
