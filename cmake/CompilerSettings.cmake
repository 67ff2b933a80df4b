set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_INTERPROCEDURAL_OPTIMIZATION OFF)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

# ccache makes a second clean build nearly free; a machine without it builds the same, only slower.
find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  # Headers that are compiled once are looked through by what they hold.
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros "${CCACHE_PROGRAM}")
endif()

# One program for all machines: what runs once a path is built for several levels of x86-64, and the loader takes the best
# that the machine has (cmake/Portable.cmake).
option(WAFERCAST_PORTABLE "Build a program for every x86-64-v2 machine" OFF)
if(WAFERCAST_PORTABLE)
  set(WAFERCAST_ARCH "x86-64-v2" CACHE STRING "Value of -march")
  set(WAFERCAST_LEVELS x86-64-v3 x86-64-v4)
  set(CMAKE_POSITION_INDEPENDENT_CODE ON)
endif()

# The level of the machine that builds: x86-64-v4 (AVX-512) where it has it, a third faster, else x86-64-v3 (AVX2, FMA;
# every server since 2015). The result of a run is a function of the source, the compiler and this setting, and the two
# levels agree to rounding (docs/validation.md); -ffp-contract=off keeps the compiler from fusing what the source
# does not ask to be fused.
if(NOT DEFINED WAFERCAST_ARCH)
  include(CheckCXXSourceRuns)
  set(CMAKE_REQUIRED_QUIET ON)
  check_cxx_source_runs("int main() { return __builtin_cpu_supports(\"x86-64-v4\") ? 0 : 1; }" WAFERCAST_HAS_AVX512)
endif()
if(WAFERCAST_HAS_AVX512)
  set(WAFERCAST_ARCH "x86-64-v4" CACHE STRING "Value of -march")
else()
  set(WAFERCAST_ARCH "x86-64-v3" CACHE STRING "Value of -march")
endif()
set(CMAKE_CXX_FLAGS_RELEASE "-O3 -DNDEBUG")
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g")

add_library(wafercast_compiler_settings INTERFACE)
# How Eigen's arrays lie in memory must not depend on who includes them, for which machine: public headers hold some.
set(WAFERCAST_EIGEN EIGEN_MPL2_ONLY EIGEN_MAX_ALIGN_BYTES=64)
target_compile_definitions(wafercast_compiler_settings INTERFACE ${WAFERCAST_EIGEN} FMT_SHARED)
target_compile_options(wafercast_compiler_settings INTERFACE
  -ffp-contract=off -fno-math-errno -fno-trapping-math
  -Wall -Wextra -Wpedantic $<$<NOT:$<BOOL:$<TARGET_PROPERTY:WAFERCAST_TEST>>>:-Wshadow> -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual -Werror)
# g++ 12 raises these inside its own <string> when it inlines much, and inside its AVX-512 intrinsics (GCC bugs 105329,
# 105651, 105593).
target_compile_options(wafercast_compiler_settings INTERFACE
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict> $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>
  $<$<CXX_COMPILER_ID:GNU>:-Wno-uninitialized>)
# And this one inside Eigen, on a branch for small products that tall ones never take.
target_compile_options(wafercast_compiler_settings INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-aggressive-loop-optimizations>)

# g++ may leave its garbage where it is up to a gigabyte, which takes a tenth off; a folder needs nearly as much anyway.
target_compile_options(wafercast_compiler_settings INTERFACE
  "$<$<CXX_COMPILER_ID:GNU>:SHELL:--param ggc-min-expand=1000 --param ggc-min-heapsize=1000000>")

# The processor that is built for. Apart from the other settings, since a portable build has several.
add_library(wafercast_machine INTERFACE)
target_compile_options(wafercast_machine INTERFACE -march=${WAFERCAST_ARCH})

set(WAFERCAST_SANITIZE "" CACHE STRING "Sanitizers to build with, e.g. address,undefined or thread")
if(WAFERCAST_SANITIZE)
  add_compile_options(-fsanitize=${WAFERCAST_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${WAFERCAST_SANITIZE})
endif()

# Fuzz targets, which are clang's (tests/fuzz/run); all other programs of such a build are as they are elsewhere.
option(WAFERCAST_FUZZ "Build the fuzz targets" OFF)
if(WAFERCAST_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

option(WAFERCAST_COVERAGE "Instrument for coverage" OFF)
if(WAFERCAST_COVERAGE)
  add_compile_options(--coverage)
  add_link_options(--coverage)
endif()

# Files of one folder are compiled together: most of what a compiler does for one of them it does for all.
option(WAFERCAST_UNITY "Compile the files of a folder together" ON)
set(WAFERCAST_UNITY_FILES 16)
