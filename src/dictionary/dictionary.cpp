#include "dictionary/dictionary.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/invariant.hpp"
#include "dictionary/check.hpp"

namespace kulla::dictionary {
namespace {

template <class Things>
auto find_code(const Things& things, std::string_view code) -> decltype(things.data()) {
  const auto at = std::find_if(things.begin(), things.end(), [&](const auto& thing) { return thing.code == code; });
  return at == things.end() ? nullptr : &*at;
}

template <class Things>
List list_of(std::string name, const Things& things) {
  List list{.name = std::move(name), .codes = {}, .htcds = {}, .source = "made from places.toml", .origin = {}};
  for (const auto& thing : things) list.codes.push_back(thing.code);
  return list;
}

Result<Dictionary> use(Checked checked) {
  if (checked.dictionary) return std::move(*checked.dictionary);
  return fail(ErrorKind::broken, "dictionary-defects",
              fmt::format("{}{}", to_line(checked.defects.front()),
                          checked.defects.size() > 1 ? fmt::format(" (and {} more)", checked.defects.size() - 1) : ""));
}

}  // namespace

std::string_view Field::short_name() const { return std::string_view(name).substr(name.rfind('.') + 1); }

bool List::has(std::string_view code) const { return std::find(codes.begin(), codes.end(), code) != codes.end(); }

Result<Dictionary> Dictionary::open(const std::filesystem::path& folder) { return use(check_folder(folder)); }
Result<Dictionary> Dictionary::read(const std::vector<File>& files) { return use(check(files)); }

Dictionary Dictionary::of_checked(Contents contents) {
  Dictionary made;
  made.contents_ = std::move(contents);
  auto& all = made.contents_;
  all.lists.push_back(list_of("region", all.regions));
  all.lists.push_back(list_of("court", all.courts));
  all.lists.push_back(list_of("municipality", all.municipalities));
  List fields{.name = "field", .codes = {}, .htcds = {}, .source = "the dictionary's own fields", .origin = {}};
  for (const auto& field : all.fields) fields.codes.push_back(field.name);
  all.lists.push_back(std::move(fields));
  for (std::size_t at = 0; at < all.fields.size(); ++at) made.field_at_[all.fields[at].name] = at;
  for (std::size_t at = 0; at < all.lists.size(); ++at) made.list_at_[all.lists[at].name] = at;
  return made;
}

const Field* Dictionary::field(std::string_view name) const {
  const auto at = field_at_.find(name);
  return at == field_at_.end() ? nullptr : &contents_.fields[at->second];
}
const List* Dictionary::list(std::string_view name) const {
  const auto at = list_at_.find(name);
  return at == list_at_.end() ? nullptr : &contents_.lists[at->second];
}
const Form* Dictionary::form(std::string_view name) const {
  const auto& forms = contents_.forms;
  const auto at = std::find_if(forms.begin(), forms.end(), [&](const Form& form) { return form.name == name; });
  return at == forms.end() ? nullptr : &*at;
}
const Region* Dictionary::region(std::string_view code) const { return find_code(contents_.regions, code); }
const Municipality* Dictionary::municipality(std::string_view code) const {
  return find_code(contents_.municipalities, code);
}
const Court* Dictionary::court(std::string_view code) const { return find_code(contents_.courts, code); }

std::vector<std::string> Dictionary::field_names() const {
  std::vector<std::string> names;
  for (const auto& field : contents_.fields) names.push_back(field.name);
  return names;
}

eventlog::Vocabulary Dictionary::vocabulary(std::string_view name) const {
  const auto* found = list(name);
  invariant(found != nullptr, "a vocabulary is asked for by the name of a list that the dictionary has");
  invariant(name != "field", "names of fields hold underscores and are no codes of the open part");
  return eventlog::Vocabulary::of_house_data(found->codes);
}

Result<std::vector<const Field*>> Dictionary::resolve(std::span<const std::string> payload) const {
  std::vector<const Field*> fields;
  const auto add = [&](const Field* found) {
    if (std::find(fields.begin(), fields.end(), found) == fields.end()) fields.push_back(found);
  };
  for (std::size_t at = 0; at < payload.size(); ++at) {
    const auto* found = field(payload[at]);
    if (found == nullptr) return refuse("unknown-field", fmt::format("/{}", at));
    if (found->members.empty()) add(found);
    for (const auto& member : found->members) add(field(member));
  }
  return fields;
}

}  // namespace kulla::dictionary
