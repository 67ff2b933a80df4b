# wafercast_library(engine/core SOURCES a.cpp b.cpp USES ... LINKS ... LINKS_PUBLIC ...)
#
# One library per folder: engine/core is wafercast::core, engine/language/syntax is wafercast::language_syntax. The path of
# an include is the path in the repository, <engine/core/date.hpp>, but each library has an include root of its own that
# holds its folder and nothing else; whoever does not name the library in USES has no such root, so an include against the
# direction of the layers does not compile (docs/adr/0002).
#   COLD          runs once a run, not once a path: optimised lightly, which compiles in half the time
#   COLD_SOURCES  the same of some sources of a folder
#   USES          wafercast libraries whose headers appear in this folder's headers (e.g. core random)
#   USES_PRIVATE  wafercast libraries used by the sources only
#   LINKS         third-party targets used by the sources only
#   LINKS_PUBLIC  third-party targets that appear in the headers
# A header that is compiled must be compiled as those who use it are: once for cold and once for hot folders.
foreach(heat cold hot)
  add_library(wafercast_headers_${heat} OBJECT "${CMAKE_CURRENT_LIST_DIR}/library_headers.cpp")
  target_link_libraries(wafercast_headers_${heat} PRIVATE wafercast_compiler_settings wafercast_machine Eigen3::Eigen fmt::fmt)
  target_precompile_headers(wafercast_headers_${heat} PRIVATE "${CMAKE_CURRENT_LIST_DIR}/library_headers.hpp")
endforeach()
target_compile_options(wafercast_headers_cold PRIVATE $<$<CONFIG:Release>:-O1>)

# As the files of a folder are compiled: `level` is of x86-64, empty for the machine's own; `heat` is cold or hot.
function(wafercast_compile_as target level heat)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ${WAFERCAST_UNITY} UNITY_BUILD_BATCH_SIZE ${WAFERCAST_UNITY_FILES})
  if(heat STREQUAL "cold")
    target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1>)
  endif()
  if(level)
    target_compile_options(${target} PRIVATE -march=${level})
    return()
  endif()
  target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:wafercast_machine>)
  if(WAFERCAST_UNITY)
    target_precompile_headers(${target} REUSE_FROM wafercast_headers_${heat})
  endif()
endfunction()

function(wafercast_library folder)
  cmake_parse_arguments(ARG "COLD" "" "SOURCES;COLD_SOURCES;USES;USES_PRIVATE;LINKS;LINKS_PUBLIC" ${ARGN})
  string(REGEX MATCH "[^/]+/(.+)" name "${folder}")
  string(REPLACE "/" "_" name "${CMAKE_MATCH_1}")
  set(target wafercast_${name})
  set(include_root "${PROJECT_BINARY_DIR}/include/${name}")
  cmake_path(GET folder PARENT_PATH above)
  file(MAKE_DIRECTORY "${include_root}/${above}")
  file(CREATE_LINK "${PROJECT_SOURCE_DIR}/${folder}" "${include_root}/${folder}" SYMBOLIC)

  set(heat cold)
  set(hot_levels)
  if(NOT ARG_COLD)
    set(heat hot)
    set(hot_levels ${WAFERCAST_LEVELS})
  endif()
  list(TRANSFORM ARG_USES PREPEND wafercast::)
  list(TRANSFORM ARG_USES_PRIVATE PREPEND wafercast::)
  foreach(level "" ${hot_levels})
    string(JOIN "_" this ${target} ${level})
    add_library(${this} STATIC ${ARG_SOURCES})
    target_include_directories(${this} PUBLIC "$<BUILD_INTERFACE:${include_root}>")
    target_compile_definitions(${this} PUBLIC ${WAFERCAST_EIGEN})
    target_compile_features(${this} PUBLIC cxx_std_20)
    target_link_libraries(${this}
      PUBLIC ${ARG_USES} ${ARG_LINKS_PUBLIC}
      PRIVATE $<BUILD_INTERFACE:wafercast_compiler_settings> ${ARG_USES_PRIVATE} ${ARG_LINKS})
    if(level)
      set_property(GLOBAL APPEND PROPERTY wafercast_built_for_${level} ${this})
    endif()
    wafercast_compile_as(${this} "${level}" ${heat})
    if(ARG_COLD_SOURCES)
      add_library(${this}_cold OBJECT ${ARG_COLD_SOURCES})
      target_link_libraries(${this}_cold PRIVATE wafercast_compiler_settings
        ${ARG_USES} ${ARG_USES_PRIVATE} ${ARG_LINKS} ${ARG_LINKS_PUBLIC})
      target_include_directories(${this}_cold PRIVATE "${include_root}")
      wafercast_compile_as(${this}_cold "${level}" cold)
      target_sources(${this} PRIVATE $<TARGET_OBJECTS:${this}_cold>)
    endif()
  endforeach()
  add_library(wafercast::${name} ALIAS ${target})

  set_target_properties(${target} PROPERTIES EXPORT_NAME ${name})
  install(TARGETS ${target} EXPORT wafercast ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}/wafercast COMPONENT development)
  install(DIRECTORY "${PROJECT_SOURCE_DIR}/${folder}/" DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/wafercast/${folder}
    COMPONENT development FILES_MATCHING PATTERN "*.hpp")
  target_include_directories(${target} PUBLIC "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/wafercast>")
endfunction()
