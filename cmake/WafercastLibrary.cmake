# wafercast_library(engine/core SOURCES a.cpp b.cpp USES ... LINKS ... LINKS_PUBLIC ...)
#
# One library per folder. Its headers are reached as <wafercast/core/date.hpp>, through an include root that holds this one
# folder and nothing else; whoever does not name the library in USES has no such root, so an include against the direction
# of the layers does not compile.
#   COLD          runs once a run, not once a path: optimised lightly, which compiles in half the time
#   USES          wafercast libraries whose headers appear in this folder's headers (e.g. core random)
#   USES_PRIVATE  wafercast libraries used by the sources only
#   LINKS         third-party targets used by the sources only
#   LINKS_PUBLIC  third-party targets that appear in the headers
function(wafercast_library folder)
  cmake_parse_arguments(ARG "COLD" "" "SOURCES;USES;USES_PRIVATE;LINKS;LINKS_PUBLIC" ${ARGN})
  get_filename_component(name "${folder}" NAME)
  set(target wafercast_${name})
  set(include_root "${CMAKE_BINARY_DIR}/include/${name}")
  file(MAKE_DIRECTORY "${include_root}/wafercast")
  cmake_path(GET CMAKE_CURRENT_FUNCTION_LIST_DIR PARENT_PATH root)
  file(CREATE_LINK "${root}/${folder}" "${include_root}/wafercast/${name}" SYMBOLIC)

  list(TRANSFORM ARG_USES PREPEND wafercast_)
  list(TRANSFORM ARG_USES_PRIVATE PREPEND wafercast_)
  add_library(${target} STATIC ${ARG_SOURCES})
  target_include_directories(${target} PUBLIC "${include_root}")
  target_link_libraries(${target}
    PUBLIC ${ARG_USES} ${ARG_LINKS_PUBLIC}
    PRIVATE wafercast_compiler_settings ${ARG_USES_PRIVATE} ${ARG_LINKS})
  if(ARG_COLD)
    target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1>)
  endif()
endfunction()
