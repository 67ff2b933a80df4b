# The portable program: one that runs on every x86-64-v2 machine, and as fast on a newer one as if it had been built for
# it. All of it is a library, libwafercast.so, of which there are several: what runs once a path is built for each level, and
# the dynamic loader takes the best one that the machine has from its folders lib/glibc-hwcaps/<level> (glibc 2.33 and
# later). Each of them is complete, so no function of one level can be called from another
# (docs/adr/0013-portable-program.md).
if(NOT WAFERCAST_PORTABLE)
  return()
endif()

foreach(level "" ${WAFERCAST_LEVELS})
  string(JOIN "_" library wafercast_whole ${level})
  add_library(${library} SHARED runners/cli/whole.cpp)
  set_target_properties(${library} PROPERTIES OUTPUT_NAME wafercast SOVERSION 0)
  set(folder "wafercast")
  if(level)
    # They come first: what they define, nothing is taken from elsewhere for.
    get_property(hot GLOBAL PROPERTY wafercast_built_for_${level})
    list(JOIN hot "," hot)
    target_link_libraries(${library} PRIVATE "$<LINK_LIBRARY:WHOLE_ARCHIVE,${hot}>")
    set(folder "wafercast/glibc-hwcaps/${level}")
  endif()
  target_link_libraries(${library} PRIVATE wafercast_compiler_settings wafercast::cli)
  set_target_properties(${library} PROPERTIES LIBRARY_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/${CMAKE_INSTALL_LIBDIR}/${folder}")
  install(TARGETS ${library} LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/${folder} NAMELINK_SKIP)
endforeach()
