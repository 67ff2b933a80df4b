# cmake -DBUILD=<build folder> -DWORK=<folder for this test> -DCOMPILER=<c++> -P check.cmake
#
# Installs the build, builds the consumer against what was installed, and runs it.
file(REMOVE_RECURSE "${WORK}")
function(step)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE failed OUTPUT_VARIABLE said ERROR_VARIABLE said)
  if(failed)
    message(FATAL_ERROR "${ARGN}\n${said}")
  endif()
  set(said "${said}" PARENT_SCOPE)
endfunction()

step("${CMAKE_COMMAND}" --install "${BUILD}" --prefix "${WORK}/installed")
step("${CMAKE_COMMAND}" -G Ninja -S "${CMAKE_CURRENT_LIST_DIR}" -B "${WORK}/build" "-DCMAKE_PREFIX_PATH=${WORK}/installed"
  "-DCMAKE_CXX_COMPILER=${COMPILER}" -DCMAKE_BUILD_TYPE=Release)
step("${CMAKE_COMMAND}" --build "${WORK}/build")
step("${WORK}/build/consumer" "${WORK}/installed/share/wafercast/scenarios/base.yaml")
if(NOT said MATCHES "^[a-z_]+ FY[0-9]+(Q[1-4])? p50 [0-9.e+]+\n$")
  message(FATAL_ERROR "the consumer said: ${said}")
endif()
message(STATUS "${said}")
