# The libraries of wafercast for other projects, with what they are linked to.
include("${CMAKE_CURRENT_LIST_DIR}/Dependencies.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/wafercastTargets.cmake")
