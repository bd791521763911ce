#include "dictionary/read.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/suggest.hpp"
#include "base/toml.hpp"

namespace kulla::dictionary {
namespace {

int line_of(const toml::node& node) { return static_cast<int>(node.source().begin.line); }

std::string joined(const std::vector<std::string>& words) { return fmt::format("{}", fmt::join(words, ", ")); }

// One TOML table, read key by key. What is wrong is noted with its line; `finish` notes every key that nobody asked
// for.
class TableReader {
 public:
  TableReader(const toml::table& table, std::string file, std::string where, std::vector<Defect>& defects)
      : table_(table), file_(std::move(file)), where_(std::move(where)), defects_(defects) {}

  std::optional<std::string> text(std::string_view key) {
    const auto* node = take(key);
    if (node == nullptr) return std::nullopt;
    if (const auto* value = node->as_string()) return value->get();
    wrong_type(*node, key, "a text in quotes");
    return std::nullopt;
  }

  std::string required_text(std::string_view key) {
    auto found = text(key);
    if (!found && table_.get(key) == nullptr)
      defect(line_of(table_), "missing-key", fmt::format("{} is missing", key), fmt::format("write {} = \"...\"", key));
    return found.value_or("");
  }

  std::vector<std::string> texts(std::string_view key) {
    std::vector<std::string> found;
    const auto* node = take(key);
    if (node == nullptr) return found;
    const auto* list = node->as_array();
    if (list == nullptr) {
      wrong_type(*node, key, "a list of texts");
      return found;
    }
    for (const auto& item : *list) {
      if (const auto* value = item.as_string())
        found.push_back(value->get());
      else
        wrong_type(item, key, "a list of texts");
    }
    return found;
  }

  std::optional<std::int64_t> integer(std::string_view key) {
    const auto* node = take(key);
    if (node == nullptr) return std::nullopt;
    const auto* value = node->as_integer();
    if (value == nullptr) {
      wrong_type(*node, key, "a whole number");
      return std::nullopt;
    }
    if (value->get() >= 0 && value->get() <= 1'000'000) return value->get();
    defect(line_of(*node), "out-of-range", fmt::format("{} is out of range", key), "write a number from 0 to 1000000");
    return std::nullopt;
  }

  bool boolean(std::string_view key) {
    const auto* node = take(key);
    if (node == nullptr) return false;
    if (const auto* value = node->as_boolean()) return value->get();
    wrong_type(*node, key, "true or false");
    return false;
  }

  const toml::table* table(std::string_view key) {
    const auto* node = take(key);
    if (node == nullptr) return nullptr;
    if (const auto* value = node->as_table()) return value;
    wrong_type(*node, key, "a table");
    return nullptr;
  }

  void finish() {
    for (const auto& [key, node] : table_) {
      const auto name = std::string(key.str());
      if (std::find(asked_.begin(), asked_.end(), name) != asked_.end()) continue;
      const auto meant = nearest(name, asked_);
      defect(static_cast<int>(key.source().begin.line), "unknown-key", fmt::format("the key {} is unknown", name),
             meant ? fmt::format("did you mean {}?", *meant) : fmt::format("keys are {}", joined(asked_)));
    }
  }

  void defect(int line, std::string code, std::string message, std::string remedy) {
    defects_.push_back({file_, line, std::move(code), where_, std::move(message), std::move(remedy)});
  }
  int line_of_key(std::string_view key) const {
    const auto* node = table_.get(key);
    return node == nullptr ? line_of(table_) : line_of(*node);
  }
  Origin origin() const { return {file_, line_of(table_)}; }

 private:
  const toml::node* take(std::string_view key) {
    asked_.emplace_back(key);
    return table_.get(key);
  }
  void wrong_type(const toml::node& node, std::string_view key, std::string_view wanted) {
    defect(line_of(node), "wrong-type", fmt::format("{} is not {}", key, wanted), fmt::format("write {}", wanted));
  }

  const toml::table& table_;
  std::string file_;
  std::string where_;
  std::vector<Defect>& defects_;
  std::vector<std::string> asked_;
};

// The value of an enumeration that the table names.
template <class Enum>
std::optional<Enum> worded(TableReader& in, std::string_view key) {
  const auto line = in.line_of_key(key);
  const auto word = in.required_text(key);
  const auto words = words_of(Enum{});
  for (std::size_t at = 0; at < words.size(); ++at)
    if (words[at] == word) return static_cast<Enum>(at);
  if (!word.empty()) {
    const std::vector<std::string> known(words.begin(), words.end());
    const auto meant = nearest(word, known);
    in.defect(line, fmt::format("unknown-{}", key), fmt::format("\"{}\" is no {}", word, key),
              meant ? fmt::format("did you mean \"{}\"?", *meant) : fmt::format("write one of {}", joined(known)));
  }
  return std::nullopt;
}

// Keys and values as people read them, from the top: toml++ sorts by name.
std::vector<std::pair<std::string, const toml::node*>> in_order(const toml::table& table) {
  std::vector<std::pair<std::string, const toml::node*>> entries;
  for (const auto& [key, node] : table) entries.emplace_back(key.str(), &node);
  std::stable_sort(entries.begin(), entries.end(), [](const auto& one, const auto& other) {
    const auto& a = one.second->source().begin;
    const auto& b = other.second->source().begin;
    return std::pair(a.line, a.column) < std::pair(b.line, b.column);
  });
  return entries;
}

Names names_of(TableReader& in) {
  return {.sq = in.required_text("sq"), .sr_latn = in.required_text("sr_latn"), .sr_cyrl = in.required_text("sr_cyrl")};
}

class Reader {
 public:
  explicit Reader(Reading& into) : into_(into) {}

  void read(const File& file) {
    const auto parsed = parse_toml(file.text, file.name);
    if (!parsed) {
      note_syntax(file, parsed.error());
      return;
    }
    file_ = file.name;
    for (const auto& [name, table] : tables_of(*parsed, "the file")) {
      if (file_ == "lists.toml")
        read_list(name, *table);
      else if (file_ == "forms.toml")
        read_form(name, *table);
      else if (file_ == "places.toml")
        read_places(name, *table);
      else
        read_field(name, *table);
    }
  }

 private:
  using Tables = std::vector<std::pair<std::string, const toml::table*>>;

  TableReader open(const toml::table& table, std::string where) {
    return {table, file_, std::move(where), into_.defects};
  }

  // The tables in a table; anything else in it is a defect.
  Tables tables_of(const toml::table& table, const std::string& where) {
    Tables found;
    for (const auto& [name, node] : in_order(table)) {
      if (const auto* inner = node->as_table())
        found.emplace_back(name, inner);
      else
        into_.defects.push_back({file_, line_of(*node), "wrong-type", where, fmt::format("{} is not a table", name),
                                 fmt::format("write [{}] and its keys below", name)});
    }
    return found;
  }

  void note_syntax(const File& file, const Error& error) {
    // parse_toml says file:line:column in `where` and the library's words as the fact `problem`.
    int line = 0;
    if (const auto colon = error.where.find(':', file.name.size()); colon != std::string::npos)
      std::from_chars(error.where.data() + colon + 1, error.where.data() + error.where.size(), line);
    const auto problem = error.findings.empty() ? std::string("not TOML") : error.findings.front().facts.front().second;
    into_.defects.push_back({file.name, line, "toml-syntax", "the file", problem, "see https://toml.io/en/v1.0.0"});
  }

  void read_field(const std::string& name, const toml::table& table) {
    auto in = open(table, "field " + name);
    Field field;
    field.name = name;
    field.origin = in.origin();
    field.sealed_as = worded<Class>(in, "class").value_or(Class::body);
    const auto type = worded<Type>(in, "type");
    field.type = type.value_or(Type::boolean);
    field.list = in.text("list").value_or("");
    field.min = in.integer("min").value_or(0);
    field.max = in.integer("max").value_or(field.min);
    field.lines = in.boolean("lines");
    field.members = in.texts("members");
    field.held_by = in.text("held_by").value_or("");
    field.htcds = in.text("htcds").value_or("");
    field.source = in.required_text("source");
    in.finish();
    if (type) hold_type(in, field, table.contains("min"), table.contains("max"));
    into_.contents.fields.push_back(std::move(field));
  }

  // Which keys a type needs, and which it cannot have.
  static void hold_type(TableReader& in, const Field& field, bool has_min, bool has_max) {
    const auto is = [&](auto... types) { return ((field.type == types) || ...); };
    const auto type = words_of(Type{})[static_cast<std::size_t>(field.type)];
    const auto hold = [&](bool needed, bool there, std::string_view key) {
      if (needed && !there)
        in.defect(in.origin().line, "missing-key", fmt::format("type {} needs {}", type, key),
                  fmt::format("write {} = ...", key));
      if (!needed && there)
        in.defect(in.line_of_key(key), "key-without-use", fmt::format("type {} has no {}", type, key),
                  fmt::format("leave {} out", key));
    };
    hold(is(Type::code, Type::codes), !field.list.empty(), "list");
    hold(is(Type::codes, Type::text, Type::count, Type::year, Type::rows), has_max, "max");
    if (field.type != Type::count)
      hold(is(Type::year), has_min, "min");  // a count begins at 0 unless it says otherwise
    hold(is(Type::group, Type::rows), !field.members.empty(), "members");
    if (field.lines && field.type != Type::text) hold(false, true, "lines");
    if (has_min && has_max && field.min > field.max)
      in.defect(in.line_of_key("min"), "out-of-range", "min is above max", "write the smaller number as min");
  }

  void read_list(const std::string& name, const toml::table& table) {
    auto in = open(table, "list " + name);
    List list{.name = name,
              .codes = in.texts("codes"),
              .htcds = {},
              .source = in.required_text("source"),
              .origin = in.origin()};
    if (list.codes.empty())
      in.defect(in.line_of_key("codes"), "missing-key", "a list has at least one code", "write codes = [\"...\"]");
    if (const auto* htcds = in.table("htcds")) {
      auto values = open(*htcds, "list " + name);
      for (const auto& [code, node] : in_order(*htcds)) {
        static_cast<void>(node);
        if (auto value = values.text(code)) list.htcds[code] = std::move(*value);
      }
    }
    in.finish();
    into_.contents.lists.push_back(std::move(list));
  }

  void read_form(const std::string& name, const toml::table& table) {
    auto in = open(table, "form " + name);
    Form form{.name = name, .fields = {}, .at_least = in.texts("at_least"), .origin = in.origin()};
    if (const auto* fields = in.table("fields")) {
      for (const auto& [key, inner] : tables_of(*fields, "form " + name)) {
        auto one = open(*inner, fmt::format("form {}, {}", name, key));
        form.fields.push_back({key, one.required_text("field"), one.boolean("required"), one.origin()});
        one.finish();
      }
    }
    in.finish();
    if (form.fields.empty())
      in.defect(in.origin().line, "missing-key", "a form asks for something", fmt::format("write [{}.fields]", name));
    into_.contents.forms.push_back(std::move(form));
  }

  void read_places(const std::string& kind, const toml::table& table) {
    const std::vector<std::string> known{"region", "court", "municipality"};
    if (std::find(known.begin(), known.end(), kind) == known.end()) {
      const auto meant = nearest(kind, known);
      into_.defects.push_back({file_, line_of(table), "unknown-key", "places",
                               fmt::format("the key {} is unknown", kind),
                               fmt::format("did you mean {}?", meant.value_or("region, court or municipality"))});
      return;
    }
    for (const auto& [code, inner] : tables_of(table, kind)) {
      auto in = open(*inner, fmt::format("{} {}", kind, code));
      const auto names = names_of(in);
      if (kind == "region") {
        into_.contents.regions.push_back({code, names, in.texts("neighbours"), in.origin()});
      } else if (kind == "court") {
        into_.contents.courts.push_back({code, names, in.origin()});
      } else {
        auto region = in.required_text("region");
        auto court = in.required_text("court");
        into_.contents.municipalities.push_back({code, names, std::move(region), std::move(court), in.origin()});
      }
      in.finish();
    }
  }

  Reading& into_;
  std::string file_;
};

}  // namespace

Reading read_files(const std::vector<File>& files) {
  Reading reading;
  Reader reader(reading);
  for (const auto& file : files) reader.read(file);
  return reading;
}

}  // namespace kulla::dictionary
