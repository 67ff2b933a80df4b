# A Debian package of the program: `cpack -G DEB` in a build folder. Of the portable preset it runs on any x86-64 machine;
# of the others on machines like the one that built it.
set(pages "${CMAKE_CURRENT_BINARY_DIR}/package")
file(MAKE_DIRECTORY "${pages}")
add_custom_command(OUTPUT "${pages}/wafercast.1" "${pages}/wafercast.bash" "${pages}/_wafercast"
  COMMAND wafercast man > "${pages}/wafercast.1"
  COMMAND wafercast completion bash > "${pages}/wafercast.bash"
  COMMAND wafercast completion zsh > "${pages}/_wafercast"
  DEPENDS wafercast VERBATIM)
add_custom_target(package_pages ALL DEPENDS "${pages}/wafercast.1")

install(FILES "${pages}/wafercast.1" DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES "${pages}/wafercast.bash" DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME wafercast)
install(FILES "${pages}/_wafercast" DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
install(FILES "cmake/package/wafercast-nightly@.service" "cmake/package/wafercast-nightly@.timer"
  DESTINATION lib/systemd/system)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/wafercast RENAME copyright)

set(CPACK_GENERATOR DEB)
set(CPACK_COMPONENTS_ALL Unspecified)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGE_CONTACT "the wafercast developers <wafercast@example.org>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA "${PROJECT_SOURCE_DIR}/cmake/package/postinst")
# The libraries of cmake/Dependencies.cmake as Debian 12 packages them.
set(CPACK_DEBIAN_PACKAGE_DEPENDS
  "libc6 (>= 2.36), libstdc++6 (>= 12), libtbb12 (>= 2021.8), libyaml-cpp0.7, libfmt9, libcsv3, libutf8proc2, libxlsxwriter4, zlib1g, libsqlite3-0 (>= 3.40), libpq5 (>= 15), passwd")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "systemd")
include(CPack)
