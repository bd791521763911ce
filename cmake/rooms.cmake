# The house plan as the build knows it. A room names what it uses; a room on a higher floor, or another wing, stops the
# configure step with the reason. docs/architecture.md is this table in words.
set(KULLA_FLOORS
    base crypto eventlog keys
    dictionary procedure directory
    access change
    http
    casefile persons booking documents
    cases care intelligence operations resources workforce prevention
    statistics linkage simulation notify
    app cli)

set(KULLA_MAY_USE_base)
set(KULLA_MAY_USE_crypto base)
set(KULLA_MAY_USE_eventlog base crypto)
set(KULLA_MAY_USE_keys base crypto eventlog)
foreach(room dictionary procedure directory)
  set(KULLA_MAY_USE_${room} base crypto eventlog keys)
endforeach()
set(KULLA_MAY_USE_access ${KULLA_MAY_USE_directory} dictionary procedure directory)
set(KULLA_MAY_USE_change ${KULLA_MAY_USE_access} access)
set(KULLA_MAY_USE_http base)
foreach(room casefile persons booking documents)
  set(KULLA_MAY_USE_${room} ${KULLA_MAY_USE_change} change)
endforeach()
foreach(room cases care intelligence operations resources workforce prevention)
  set(KULLA_MAY_USE_${room} ${KULLA_MAY_USE_change} change casefile persons booking documents http)
endforeach()
foreach(room statistics linkage simulation notify)
  set(KULLA_MAY_USE_${room} ${KULLA_MAY_USE_cases})
endforeach()
set(KULLA_MAY_USE_app ${KULLA_FLOORS})
list(REMOVE_ITEM KULLA_MAY_USE_app app cli)
set(KULLA_MAY_USE_cli ${KULLA_MAY_USE_app} app)

# kulla_room(cases SOURCES model.cpp views.cpp USES eventlog access LIBRARIES fmt::fmt)
function(kulla_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;USES;LIBRARIES" ${ARGN})
  foreach(used IN LISTS ROOM_USES)
    if(NOT used IN_LIST KULLA_MAY_USE_${name})
      message(FATAL_ERROR
        "src/${name} may not use src/${used}: includes point downwards only, and a wing never uses another wing. "
        "Meet in events, ids or bookings, or move what both need one floor down (cmake/rooms.cmake).")
    endif()
  endforeach()
  list(TRANSFORM ROOM_USES PREPEND kulla_)
  if(ROOM_SOURCES)
    add_library(kulla_${name} STATIC ${ROOM_SOURCES})
    target_include_directories(kulla_${name} PUBLIC "${CMAKE_SOURCE_DIR}/src")
    target_link_libraries(kulla_${name} PUBLIC ${ROOM_USES} ${ROOM_LIBRARIES})
  else()
    add_library(kulla_${name} INTERFACE)
    target_include_directories(kulla_${name} INTERFACE "${CMAKE_SOURCE_DIR}/src")
    target_link_libraries(kulla_${name} INTERFACE ${ROOM_USES} ${ROOM_LIBRARIES})
  endif()
endfunction()

# kulla_test(cases SOURCES model_test.cpp USES cases app): one test program a room, build/<preset>/tests/<room>_tests.
function(kulla_test name)
  cmake_parse_arguments(TEST "" "" "SOURCES;USES;LIBRARIES" ${ARGN})
  list(TRANSFORM TEST_USES PREPEND kulla_)
  add_executable(${name}_tests ${TEST_SOURCES})
  target_include_directories(${name}_tests PRIVATE "${CMAKE_SOURCE_DIR}/tests" "${CMAKE_SOURCE_DIR}/src")
  target_compile_definitions(${name}_tests PRIVATE "KULLA_SOURCE_DIR=\"${CMAKE_SOURCE_DIR}\"")
  target_link_libraries(${name}_tests PRIVATE ${TEST_USES} kulla_test_support GTest::gtest GTest::gmock ${TEST_LIBRARIES})
  set_target_properties(${name}_tests PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
  add_test(NAME ${name} COMMAND ${name}_tests WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}")
endfunction()

# kulla_bench(eventlog_append SOURCES append.cpp USES eventlog): build/<preset>/bench/<name>; its main is bench/support's
function(kulla_bench name)
  cmake_parse_arguments(BENCH "" "" "SOURCES;USES;LIBRARIES" ${ARGN})
  list(TRANSFORM BENCH_USES PREPEND kulla_)
  add_executable(bench_${name} ${BENCH_SOURCES})
  target_include_directories(bench_${name} PRIVATE "${CMAKE_SOURCE_DIR}/bench" "${CMAKE_SOURCE_DIR}/src")
  target_compile_definitions(bench_${name} PRIVATE "KULLA_SOURCE_DIR=\"${CMAKE_SOURCE_DIR}\"")
  target_link_libraries(bench_${name} PRIVATE ${BENCH_USES} kulla_bench_support ${BENCH_LIBRARIES})
  set_target_properties(bench_${name} PROPERTIES OUTPUT_NAME "${name}" RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bench")
endfunction()

# kulla_fuzz(json SOURCES json_fuzz.cpp USES base): clang 19 and libFuzzer, build/fuzz/fuzz/<name>
function(kulla_fuzz name)
  cmake_parse_arguments(FUZZ "" "" "SOURCES;USES;LIBRARIES" ${ARGN})
  list(TRANSFORM FUZZ_USES PREPEND kulla_)
  add_executable(fuzz_${name} ${FUZZ_SOURCES})
  target_include_directories(fuzz_${name} PRIVATE "${CMAKE_SOURCE_DIR}/src")
  target_link_libraries(fuzz_${name} PRIVATE ${FUZZ_USES} ${FUZZ_LIBRARIES})
  target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
  set_target_properties(fuzz_${name} PROPERTIES OUTPUT_NAME "${name}" RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/fuzz")
endfunction()
