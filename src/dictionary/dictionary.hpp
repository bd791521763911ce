// The fields and code lists of a country as data: what may be asked, who can open the answer, which codes it can have.
// Forms, the validation of bodies, the API's schemas, payloads of notices and imports all ask here. Read once at start,
// not changed after: safe to read from any thread.
//
//   const auto dictionary = TRY(Dictionary::open("dictionary"));
//   const Field* field = dictionary.field("case.counts.children");  // class coded, a count to 999
//   TRY_VOID(dictionary.validate("report", body));
//   router.schema("Report", dictionary.schema("report"));
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/fwd.hpp>

#include "base/error.hpp"
#include "dictionary/field.hpp"
#include "eventlog/open.hpp"

namespace kulla::dictionary {

/// A file of the dictionary. lists.toml, places.toml and forms.toml hold what they are called; every other one fields.
struct File {
  std::string name;  // "case.toml"
  std::string text;
};

/// What the files say, before and after the checker has looked at it.
struct Contents {
  std::vector<Field> fields;
  std::vector<List> lists;
  std::vector<Form> forms;
  std::vector<Region> regions;
  std::vector<Court> courts;
  std::vector<Municipality> municipalities;
};

class Dictionary {
 public:
  /// For the server's start: fails (broken) with `dictionary-defects`, the first finding in `where`. `kulla doctor` and
  /// the tests show all of them (check.hpp).
  static Result<Dictionary> open(const std::filesystem::path& folder);
  /// The same from texts at hand, such as those that the programme carries.
  static Result<Dictionary> read(const std::vector<File>& files);
  /// Contents that the checker has passed.
  static Dictionary of_checked(Contents contents);

  /// Nothing for a name that the dictionary does not know.
  const Field* field(std::string_view name) const;
  const List* list(std::string_view name) const;
  const Form* form(std::string_view name) const;
  const Region* region(std::string_view code) const;
  const Municipality* municipality(std::string_view code) const;
  const Court* court(std::string_view code) const;

  const std::vector<Field>& fields() const { return contents_.fields; }
  const std::vector<List>& lists() const { return contents_.lists; }
  const std::vector<Form>& forms() const { return contents_.forms; }
  const std::vector<Region>& regions() const { return contents_.regions; }
  const std::vector<Municipality>& municipalities() const { return contents_.municipalities; }
  const std::vector<Court>& courts() const { return contents_.courts; }
  std::vector<std::string> field_names() const;

  /// The codes of a list for the open part of events. The lists `region`, `municipality` and `court` are made from
  /// places.toml. An unknown list is a bug.
  eventlog::Vocabulary vocabulary(std::string_view list) const;

  /// The fields of a payload, groups followed into their members: what a notice's session seals, each with its class.
  /// Refuses `unknown-field`, with its place in the list as pointer.
  Result<std::vector<const Field*>> resolve(std::span<const std::string> payload) const;

  /// Holds a body against a form. Refuses (kind refused, code `body-invalid`) with every finding at once, pointers
  /// after RFC 6901, never a piece of what was typed: `not-an-object`, `missing`, `unknown-field`, `unknown-code`,
  /// `not-a-text`, `text-too-long`, `text-control`, `not-an-integer`, `out-of-range`, `not-a-boolean`, `not-a-time`,
  /// `not-a-date`, `not-an-id`, `not-a-reference`, `not-a-phone`, `not-a-list`, `too-many-items`, `item-twice`,
  /// `one-of-missing`. Null counts as absent. An unknown form is a bug.
  Result<void> validate(std::string_view form, const boost::json::value& body) const;

  /// The JSON schema (2020-12) of a form, as text: what `validate` holds, as far as a schema can say it.
  std::string schema(std::string_view form) const;
  /// The same of one field's value: for answers that carry fields.
  std::string schema_of_field(std::string_view name) const;

 private:
  Contents contents_;
  std::map<std::string, std::size_t, std::less<>> field_at_;
  std::map<std::string, std::size_t, std::less<>> list_at_;
};

}  // namespace kulla::dictionary
