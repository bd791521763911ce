// What the dictionary holds, as plain values: fields with their class, code lists, forms. The data stand in
// dictionary/*.toml, the words that people read in messages/ under field.<name> and list.<list>.<code>.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace kulla::dictionary {

/// Who can open it, and with what (decisions.md 1). A field of one class never stands in a section of another.
enum class Class : std::uint8_t {
  open,   // whoever reads the database: so no text, ever
  coded,  // owner group and statistics group: no text either, since figures are made of it
  body,
  identity,
  location,
  health,
  counselling,
  intel,
  disclosure,
  staff,
  contact,
  trail
};
constexpr std::array<std::string_view, 12> words_of(Class) {
  return {"open",        "coded", "body",       "identity", "location", "health",
          "counselling", "intel", "disclosure", "staff",    "contact",  "trail"};
}

enum class Type : std::uint8_t {
  code,       // one of a list
  codes,      // several of a list, each once, at most `max`
  text,       // at most `max` code points; with `lines` it may hold line feeds
  count,      // a whole number from `min` to `max`
  time,       // RFC 3339
  date,       // year-month-day
  year,       // a whole number from `min` to `max`
  boolean,    // yes or no
  id,         // UUID
  reference,  // 7Q4-KXMV
  phone,      // E.164: + and up to fifteen digits
  group,      // an object of other fields: `members`
  rows        // a list of such objects, at most `max`
};
constexpr std::array<std::string_view, 13> words_of(Type) {
  return {"code", "codes", "text",      "count", "time",  "date", "year",
          "bool", "id",    "reference", "phone", "group", "rows"};
}

/// Where in the data it stands, for whoever mends it.
struct Origin {
  std::string file;
  int line = 0;
};

struct Field {
  std::string name;  // "case.counts.women"
  Class sealed_as = Class::open;
  Type type = Type::code;
  std::string list;  // of code and codes
  std::int64_t min = 0;
  std::int64_t max = 0;
  bool lines = false;
  std::vector<std::string> members;  // of group and rows: whole names of fields
  std::string held_by;               // the only agency whose sessions can open it, or empty
  std::string htcds;                 // "prs_Birthdate", or empty where HTCDS 2.0 has none
  std::string source;                // why it is asked at all
  Origin origin;

  /// The part after the last dot: "women".
  std::string_view short_name() const;
};

struct List {
  std::string name;
  std::vector<std::string> codes;            // in the order in which people see them
  std::map<std::string, std::string> htcds;  // code -> value name of HTCDS 2.0, for exports
  std::string source;
  Origin origin;

  bool has(std::string_view code) const;
};

/// A thing that a route or a page asks for: keys of the body, each a field of the dictionary.
struct FormField {
  std::string key;    // "women"
  std::string field;  // "case.counts.women"
  bool required = false;
  Origin origin;
};
struct Form {
  std::string name;                   // "report"
  std::vector<FormField> fields;      // in the order of the page
  std::vector<std::string> at_least;  // keys of which one must be there; empty: none
  Origin origin;
};

struct Names {
  std::string sq;
  std::string sr_latn;
  std::string sr_cyrl;
};
struct Region {
  std::string code;  // "prizren", "headquarters"
  Names names;
  std::vector<std::string> neighbours;  // the nearest first; none for headquarters
  Origin origin;
};
struct Court {
  std::string code;
  Names names;
  Origin origin;
};
struct Municipality {
  std::string code;
  Names names;
  std::string region;  // exactly one
  std::string court;
  Origin origin;
};

}  // namespace kulla::dictionary
