#include "procedure/document.hpp"

#include <algorithm>
#include <cstdint>
#include <tuple>

#include <fmt/format.h>
#include <toml++/toml.h>

namespace kulla::procedure {
namespace {

int line_of(const toml::source_region& region) { return static_cast<int>(region.begin.line); }

Node read(const toml::node& from) {
  Node node;
  node.line = line_of(from.source());
  if (const auto* table = from.as_table()) {
    node.kind = Node::Kind::table;
    for (const auto& [key, value] : *table)
      node.members.push_back({std::string(key.str()), line_of(key.source()), read(value)});
    // toml++ keeps keys sorted by name; people read a file from its top.
    std::sort(node.members.begin(), node.members.end(),
              [](const auto& a, const auto& b) { return std::tie(a.line, a.key) < std::tie(b.line, b.key); });
  } else if (const auto* list = from.as_array()) {
    node.kind = Node::Kind::list;
    for (const auto& value : *list) node.items.push_back(read(value));
  } else if (const auto* text = from.as_string()) {
    node.kind = Node::Kind::text;
    node.text = text->get();
  } else if (const auto* number = from.as_integer()) {
    node.kind = Node::Kind::number;
    node.number = number->get();
  } else if (const auto* truth = from.as_boolean()) {
    node.kind = Node::Kind::truth;
    node.number = truth->get() ? 1 : 0;
  } else if (const auto* date = from.as_date()) {
    node.kind = Node::Kind::date;
    node.text = fmt::format("{:04}-{:02}-{:02}", date->get().year, date->get().month, date->get().day);
  }
  return node;
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  for (const auto& member : members)
    if (member.key == key) return &member.value;
  return nullptr;
}

Document parse_document(std::string_view text) {
  Document document;
  try {  // toml++ tells errors by exception here; it ends in this function
    document.root = read(toml::parse(text, std::string_view("procedure")));
  } catch (const toml::parse_error& error) {
    document.broken = true;
    document.line = line_of(error.source());
    document.problem = std::string(error.description());
  }
  return document;
}

}  // namespace kulla::procedure
