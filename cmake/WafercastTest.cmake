# wafercast_test(engine/core TIER fast SOURCES a_test.cpp USES core random LINKS ...)
#
# Compiled once and shared by all test programs; tests are optimised lightly, since building them takes longer than running.
add_library(wafercast_test_headers OBJECT "${CMAKE_CURRENT_LIST_DIR}/test_headers.cpp")
target_link_libraries(wafercast_test_headers PUBLIC wafercast_compiler_settings wafercast_machine GTest::gtest_main GTest::gmock
  PRIVATE Eigen3::Eigen fmt::fmt)
target_compile_options(wafercast_test_headers PUBLIC $<$<CONFIG:Release>:-O1>)
target_precompile_headers(wafercast_test_headers PRIVATE <gmock/gmock.h> <gtest/gtest.h>
  "${CMAKE_CURRENT_LIST_DIR}/library_headers.hpp")

# Where tests find one another's helpers: <tests/engine/language/support.hpp>.
set(WAFERCAST_TESTS_ROOT "${PROJECT_BINARY_DIR}/include/tests")
file(MAKE_DIRECTORY "${WAFERCAST_TESTS_ROOT}")
file(CREATE_LINK "${PROJECT_SOURCE_DIR}/tests" "${WAFERCAST_TESTS_ROOT}/tests" SYMBOLIC)

# Builds the test programs of a tier that need nothing else built: what sanitizers are run on.
foreach(tier fast statistical slow)
  add_custom_target(${tier}_tests)
endforeach()

# One test program per folder and tier. NEEDS_PROGRAM: it runs the program itself. TIER is a CTest label: fast (under 30 s together), statistical, slow.
# SHARDS: its tests take minutes; they are run as so many CTests, which begin first and beside each other.
function(wafercast_test folder)
  cmake_parse_arguments(ARG "NEEDS_PROGRAM" "TIER;SHARDS" "SOURCES;USES;LINKS" ${ARGN})
  string(REPLACE "/" "_" name "${folder}_${ARG_TIER}")
  list(TRANSFORM ARG_USES PREPEND wafercast::)
  add_executable(test_${name} ${ARG_SOURCES})
  set_target_properties(test_${name} PROPERTIES UNITY_BUILD ${WAFERCAST_UNITY} UNITY_BUILD_BATCH_SIZE 8
    WAFERCAST_TEST ON)  # a local name may be that of another file that is compiled with it
  target_link_libraries(test_${name} PRIVATE ${ARG_USES} ${ARG_LINKS} wafercast_compiler_settings wafercast_machine
    GTest::gtest_main GTest::gmock)
  target_include_directories(test_${name} PRIVATE "${WAFERCAST_TESTS_ROOT}")
  target_compile_options(test_${name} PRIVATE $<$<CONFIG:Release>:-O1>)
  target_compile_definitions(test_${name} PRIVATE WAFERCAST_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  if(WAFERCAST_SANITIZE)
    target_compile_definitions(test_${name} PRIVATE WAFERCAST_SANITIZED)
  endif()
  target_precompile_headers(test_${name} REUSE_FROM wafercast_test_headers)
  if(NOT ARG_NEEDS_PROGRAM)
    add_dependencies(${ARG_TIER}_tests test_${name})
  endif()
  if(ARG_NEEDS_PROGRAM)
    target_compile_definitions(test_${name} PRIVATE WAFERCAST_PROGRAM="$<TARGET_FILE:wafercast>"
      WAFERCAST_TEST_CACHE="${PROJECT_BINARY_DIR}/test-cache")
    add_dependencies(test_${name} wafercast)
  endif()
  if(NOT ARG_SHARDS)
    add_test(NAME ${name} COMMAND test_${name})
    set_tests_properties(${name} PROPERTIES LABELS ${ARG_TIER})
    return()
  endif()
  math(EXPR last "${ARG_SHARDS} - 1")
  foreach(shard RANGE ${last})
    add_test(NAME ${name}_${shard} COMMAND test_${name})
    set_tests_properties(${name}_${shard} PROPERTIES LABELS ${ARG_TIER} COST 100
      ENVIRONMENT "GTEST_TOTAL_SHARDS=${ARG_SHARDS};GTEST_SHARD_INDEX=${shard}")
  endforeach()
endfunction()
