# How every file is compiled. Warnings are errors; nothing is precompiled (a precompiled header is 260 MB and saves
# a fifth of one file's time); ccache and mold are used where they are installed.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Dev CACHE STRING "Dev or Release" FORCE)
endif()
set(CMAKE_CXX_FLAGS_DEV "-O1 -g1 -fno-omit-frame-pointer" CACHE STRING "" FORCE)
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1 -fstack-protector-strong -D_FORTIFY_SOURCE=2" CACHE STRING "" FORCE)

find_program(KULLA_CCACHE ccache)
if(KULLA_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${KULLA_CCACHE}")
endif()
find_program(KULLA_MOLD mold)
if(KULLA_MOLD AND NOT KULLA_FUZZ)
  add_link_options(-fuse-ld=mold)
endif()

# Our own symbols are bound at start. A lazy binding saves the vector registers on the stack, and with them the last 32
# bytes of whatever was copied before: a piece of a report stayed readable there (tests/http/wipe_test.cpp). The shared libraries' own need LD_BIND_NOW=1 in the environment.
add_link_options(-Wl,-z,relro -Wl,-z,now)

add_compile_options(
  -Wall -Wextra -Wpedantic -Werror -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
  -Wold-style-cast -Woverloaded-virtual -Wnull-dereference -Wimplicit-fallthrough
  "-ffile-prefix-map=${CMAKE_SOURCE_DIR}/=")
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports these inside its own library at -O1 and above, on correct code (bugzilla 105651, 105329, 107852).
  add_compile_options(-Wno-restrict -Wno-null-dereference -Wno-maybe-uninitialized -Wno-stringop-overflow
                      -Wno-array-bounds -Wno-stringop-overread -Wno-dangling-pointer -Wno-free-nonheap-object)
endif()
if(KULLA_SANITIZE)
  add_compile_options("-fsanitize=${KULLA_SANITIZE}" -fno-sanitize-recover=all)
  add_link_options("-fsanitize=${KULLA_SANITIZE}")
endif()
if(KULLA_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
