#include "dictionary/check.hpp"

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include <fmt/format.h>

#include "base/encode.hpp"
#include "base/suggest.hpp"
#include "dictionary/read.hpp"

namespace kulla::dictionary {
namespace {

constexpr std::uintmax_t file_bytes_max = 1'000'000;

bool is_code(std::string_view text) { return eventlog::Code::is_well_formed(text); }

// case.counts.women: at least two parts of a-z, 0-9 and underscores. A field's name is a key in JSON and in messages.
bool is_field_name(std::string_view name) {
  if (name.find('.') == std::string_view::npos || name.front() == '.' || name.back() == '.') return false;
  char before = 0;
  for (const char c : name) {
    const auto good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || (c == '.' && before != '.');
    if (!good) return false;
    before = c;
  }
  return true;
}

// Prefixes of HTCDS 2.0; which names there are, the tests hold against its own table.
bool is_htcds_name(std::string_view name) {
  constexpr std::array<std::string_view, 9> prefixes{"org_", "prs_", "vic_", "per_", "cas_",
                                                     "cco_", "hte_", "spl_", "con_"};
  return std::any_of(prefixes.begin(), prefixes.end(), [&](auto prefix) { return name.starts_with(prefix); });
}

// Texts, and what may hold one: never open, where anybody reads it, and never coded, which figures are made of.
bool may_hold_words(Type type) { return type == Type::text || type == Type::phone; }

class Checker {
 public:
  explicit Checker(Reading reading) : contents_(std::move(reading.contents)), defects_(std::move(reading.defects)) {}

  Checked result() {
    collect_names();
    for (const auto& list : contents_.lists) check_list(list);
    for (const auto& field : contents_.fields) check_field(field);
    for (const auto& form : contents_.forms) check_form(form);
    check_places();
    std::stable_sort(defects_.begin(), defects_.end(), [](const Defect& a, const Defect& b) {
      return std::tie(a.file, a.line) < std::tie(b.file, b.line);
    });
    if (!defects_.empty()) return {.dictionary = std::nullopt, .defects = std::move(defects_)};
    return {.dictionary = Dictionary::of_checked(std::move(contents_)), .defects = {}};
  }

 private:
  void defect(const Origin& at, std::string code, std::string where, std::string message, std::string remedy) {
    defects_.push_back({at.file, at.line, std::move(code), std::move(where), std::move(message), std::move(remedy)});
  }
  void unknown(const Origin& at, const std::string& where, std::string_view what, const std::string& word,
               const std::vector<std::string>& known) {
    const auto meant = nearest(word, known);
    defect(at, fmt::format("unknown-{}", what), where, fmt::format("there is no {} {}", what, word),
           meant ? fmt::format("did you mean {}?", *meant)
                 : fmt::format("write one that the dictionary has, or add {}", word));
  }
  static bool holds(const std::vector<std::string>& all, const std::string& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
  }

  // Names of one kind stand once.
  template <class Things, class NameOf>
  std::vector<std::string> names_of(const Things& things, const std::string& kind, const NameOf& name_of) {
    std::vector<std::string> names;
    for (const auto& thing : things) {
      const auto& name = name_of(thing);
      if (holds(names, name))
        defect(thing.origin, "twice", kind + " " + name, "stands in two files", "keep one of them");
      names.push_back(name);
    }
    return names;
  }

  void collect_names() {
    field_names_ = names_of(contents_.fields, "field", [](const Field& f) -> const std::string& { return f.name; });
    list_names_ = names_of(contents_.lists, "list", [](const List& l) -> const std::string& { return l.name; });
    for (const auto* made : {"region", "municipality", "court", "field"}) {
      if (const auto* given = find_list(made))
        defect(given->origin, "reserved-list", "list " + given->name, "this list is made by the programme",
               "leave it out");
      list_names_.emplace_back(made);
    }
    for (const auto& region : contents_.regions) regions_.push_back(region.code);
    for (const auto& court : contents_.courts) courts_.push_back(court.code);
  }
  const List* find_list(std::string_view name) const {
    const auto at =
        std::find_if(contents_.lists.begin(), contents_.lists.end(), [&](const List& l) { return l.name == name; });
    return at == contents_.lists.end() ? nullptr : &*at;
  }
  const Field* find_field(std::string_view name) const {
    const auto at =
        std::find_if(contents_.fields.begin(), contents_.fields.end(), [&](const Field& f) { return f.name == name; });
    return at == contents_.fields.end() ? nullptr : &*at;
  }

  void check_list(const List& list) {
    const auto where = "list " + list.name;
    std::set<std::string> seen;
    for (const auto& code : list.codes) {
      if (!is_code(code))
        defect(list.origin, "not-a-code", where, fmt::format("\"{}\" is not a code", code),
               "a code is 1 to 64 of a-z, 0-9, '-' and '.'");
      if (!seen.insert(code).second)
        defect(list.origin, "code-twice", where, fmt::format("{} stands twice", code), "keep one of them");
    }
    for (const auto& [code, value] : list.htcds)
      if (!holds(list.codes, code)) unknown(list.origin, where, "code", code, list.codes);
  }

  void check_field(const Field& field) {
    const auto where = "field " + field.name;
    if (!is_field_name(field.name))
      defect(field.origin, "field-name", where, "this is not a field's name",
             "write [\"record.field\"] of a-z, 0-9 and underscores");
    if (!field.list.empty() && !holds(list_names_, field.list))
      unknown(field.origin, where, "list", field.list, list_names_);
    if (may_hold_words(field.type) && field.sealed_as == Class::open)
      defect(field.origin, "open-text", where, "a text cannot be open: whoever reads the database would read it",
             "write another class, or make it a code of a list");
    if (may_hold_words(field.type) && field.sealed_as == Class::coded)
      defect(field.origin, "coded-text", where, "a text cannot be coded: figures are made of codes and numbers",
             "write another class, or make it a code of a list");
    if (!field.htcds.empty() && !is_htcds_name(field.htcds))
      defect(field.origin, "htcds-name", where, fmt::format("{} is no name of HTCDS 2.0", field.htcds),
             "names begin with org_, prs_, vic_, per_, cas_, cco_, hte_, spl_ or con_");
    check_members(field, where);
  }

  void check_members(const Field& field, const std::string& where) {
    for (const auto& name : field.members) {
      const auto* member = find_field(name);
      if (member == nullptr) {
        unknown(field.origin, where, "field", name, field_names_);
        continue;
      }
      if (member->sealed_as != field.sealed_as)
        defect(field.origin, "class-of-member", where, fmt::format("{} has another class", name),
               "a section is sealed as a whole: members have the class of their group");
      if (!member->members.empty())
        defect(field.origin, "group-in-group", where, fmt::format("{} has members of its own", name),
               "name its members here");
    }
  }

  void check_form(const Form& form) {
    std::vector<std::string> keys;
    for (const auto& field : form.fields) {
      keys.push_back(field.key);
      if (find_field(field.field) == nullptr)
        unknown(field.origin, fmt::format("form {}, {}", form.name, field.key), "field", field.field, field_names_);
    }
    for (const auto& key : form.at_least)
      if (!holds(keys, key)) unknown(form.origin, "form " + form.name, "key", key, keys);
  }

  void check_places() {
    for (const auto& region : contents_.regions) {
      const auto where = "region " + region.code;
      if (!is_code(region.code))
        defect(region.origin, "not-a-code", where, "this is not a code", "write a-z, 0-9 and '-'");
      for (const auto& neighbour : region.neighbours) check_neighbour(region, where, neighbour);
    }
    names_of(contents_.municipalities, "municipality",
             [](const Municipality& m) -> const std::string& { return m.code; });
    for (const auto& one : contents_.municipalities) {
      const auto where = "municipality " + one.code;
      if (!is_code(one.code)) defect(one.origin, "not-a-code", where, "this is not a code", "write a-z, 0-9 and '-'");
      if (!holds(regions_, one.region)) unknown(one.origin, where, "region", one.region, regions_);
      if (!holds(courts_, one.court)) unknown(one.origin, where, "court", one.court, courts_);
    }
  }

  void check_neighbour(const Region& region, const std::string& where, const std::string& neighbour) {
    if (neighbour == region.code) {
      defect(region.origin, "own-neighbour", where, "a region is not its own neighbour", "leave it out");
      return;
    }
    const auto at = std::find_if(contents_.regions.begin(), contents_.regions.end(),
                                 [&](const Region& other) { return other.code == neighbour; });
    if (at == contents_.regions.end())
      unknown(region.origin, where, "region", neighbour, regions_);
    else if (!holds(at->neighbours, region.code))
      defect(at->origin, "neighbours-one-sided", "region " + neighbour,
             fmt::format("{} names it as a neighbour, and it does not name {}", region.code, region.code),
             fmt::format("add \"{}\" here, or take \"{}\" out there", region.code, neighbour));
  }

  Contents contents_;
  std::vector<Defect> defects_;
  std::vector<std::string> field_names_;
  std::vector<std::string> list_names_;
  std::vector<std::string> regions_;
  std::vector<std::string> courts_;
};

}  // namespace

std::string to_line(const Defect& defect) {
  return fmt::format("kulla: dictionary/{}:{}: {}: {}; {}", defect.file, defect.line, defect.where, defect.message,
                     defect.remedy);
}

Checked check(const std::vector<File>& files) {
  auto sorted = files;
  std::sort(sorted.begin(), sorted.end(), [](const File& a, const File& b) { return a.name < b.name; });
  std::vector<Defect> unreadable;
  std::erase_if(sorted, [&](const File& file) {
    if (is_utf8(file.text)) return false;
    unreadable.push_back({file.name, 0, "not-utf8", "the file", "this is not UTF-8", "save it as UTF-8"});
    return true;
  });
  auto reading = read_files(sorted);
  reading.defects.insert(reading.defects.begin(), unreadable.begin(), unreadable.end());
  return Checker(std::move(reading)).result();
}

Checked check_folder(const std::filesystem::path& folder) {
  const auto bad = [](std::string file, std::string code, std::string message, std::string remedy) {
    return Checked{std::nullopt,
                   {{std::move(file), 0, std::move(code), "the file", std::move(message), std::move(remedy)}}};
  };
  std::error_code error;
  std::vector<File> files;
  for (auto at = std::filesystem::directory_iterator(folder, error); !error && at != std::filesystem::end(at);
       at.increment(error)) {
    if (at->path().extension() != ".toml") continue;
    const auto name = at->path().filename().string();
    const auto size = at->file_size(error);
    if (!error && size > file_bytes_max) return bad(name, "too-large", "the file is over 1 MB", "split it");
    std::ifstream stream(at->path(), std::ios::binary);
    std::stringstream text;
    if (error || !stream || !(text << stream.rdbuf()))
      return bad(name, "unreadable", "the file cannot be read", "see to its rights");
    files.push_back({name, text.str()});
  }
  if (files.empty())
    return bad(folder.filename().string(), "unreadable", "no .toml file is there", "point to the folder dictionary/");
  return check(files);
}

}  // namespace kulla::dictionary
