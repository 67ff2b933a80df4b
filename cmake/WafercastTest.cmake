# wafercast_test(engine/core TIER fast SOURCES a_test.cpp USES core random LINKS ...)
#
# One test program per folder and tier. TIER is a CTest label: fast (under 30 s together), statistical, slow.
function(wafercast_test folder)
  cmake_parse_arguments(ARG "" "TIER" "SOURCES;USES;LINKS" ${ARGN})
  string(REPLACE "/" "_" name "${folder}_${ARG_TIER}")
  list(TRANSFORM ARG_USES PREPEND wafercast_)
  add_executable(test_${name} ${ARG_SOURCES})
  target_link_libraries(test_${name} PRIVATE wafercast_compiler_settings ${ARG_USES} ${ARG_LINKS} GTest::gtest_main GTest::gmock)
  target_compile_definitions(test_${name} PRIVATE WAFERCAST_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  target_precompile_headers(test_${name} PRIVATE <gmock/gmock.h> <gtest/gtest.h>)
  add_test(NAME ${name} COMMAND test_${name})
  set_tests_properties(${name} PROPERTIES LABELS ${ARG_TIER})
endfunction()
