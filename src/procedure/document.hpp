// A TOML file as a tree that remembers its lines. toml++ itself stays in document.cpp: it costs a second to compile.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kulla::procedure {

struct Node {
  enum class Kind : std::uint8_t { table, list, text, number, truth, date, other };
  struct Member;

  Kind kind = Kind::other;
  int line = 0;
  std::string text;             // text, or the date as YYYY-MM-DD
  std::int64_t number = 0;      // number, or 0 and 1 for truth
  std::vector<Member> members;  // of a table, in the file's order
  std::vector<Node> items;      // of a list

  const Node* find(std::string_view key) const;
};

struct Node::Member {
  std::string key;
  int line = 0;
  Node value;
};

struct Document {
  Node root;
  bool broken = false;  // not TOML: `line` and `problem` say where and what
  int line = 0;
  std::string problem;
};

Document parse_document(std::string_view text);

}  // namespace kulla::procedure
