# Files that the program carries within itself, so that one binary runs anywhere: .incbin in an assembler file (0.03 s,
# where a C array of the same bytes takes a second), and a table of their names.
#
#   kulla_embed(kulla_app FILES messages/en.json procedures/kosovo.toml)
#
# Looked up by `embedded("messages/en.json")` (app/embedded.hpp).
function(kulla_embed target)
  cmake_parse_arguments(EMBED "" "" "FILES" ${ARGN})
  set(assembly ".section .rodata\n")
  set(declarations "")
  set(rows "")
  set(number 0)
  set(absolute "")
  foreach(file IN LISTS EMBED_FILES)
    set(symbol "kulla_embedded_${number}")
    string(APPEND assembly
      ".global ${symbol}\n.global ${symbol}_end\n.balign 16\n${symbol}:\n.incbin \"${CMAKE_SOURCE_DIR}/${file}\"\n${symbol}_end:\n.byte 0\n")
    string(APPEND declarations "extern const char ${symbol}[];\nextern const char ${symbol}_end[];\n")
    string(APPEND rows "    {\"${file}\", ${symbol}, ${symbol}_end},\n")
    list(APPEND absolute "${CMAKE_SOURCE_DIR}/${file}")
    math(EXPR number "${number} + 1")
  endforeach()
  string(APPEND assembly ".section .note.GNU-stack,\"\",@progbits\n")
  set(table
    "#include \"app/embedded.hpp\"\nextern \"C\" {\n${declarations}}\nnamespace kulla::app {\nnamespace {\nconst EmbeddedFile files[] = {\n${rows}    {nullptr, nullptr, nullptr}};\n}\nconst EmbeddedFile* embedded_files() { return files; }\n}\n")
  file(CONFIGURE OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/embedded.S" CONTENT "${assembly}" @ONLY)
  file(CONFIGURE OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/embedded_table.cpp" CONTENT "${table}" @ONLY)
  set_source_files_properties("${CMAKE_CURRENT_BINARY_DIR}/embedded.S" PROPERTIES OBJECT_DEPENDS "${absolute}")
  target_sources(${target} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}/embedded.S" "${CMAKE_CURRENT_BINARY_DIR}/embedded_table.cpp")
endfunction()
