// A body held against a form. Every finding is collected, so that a page can mark all its fields at once.
#include <algorithm>
#include <cmath>
#include <set>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "base/id.hpp"
#include "base/invariant.hpp"
#include "base/reference.hpp"
#include "base/suggest.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "dictionary/dictionary.hpp"

namespace kulla::dictionary {
namespace {

namespace json = boost::json;
using Facts = std::vector<std::pair<std::string, std::string>>;

// RFC 6901: ~ and / are written ~0 and ~1. A key that nobody knows is named, as in every finding: it is a key of a
// program.
std::string below(const std::string& pointer, std::string_view key) {
  std::string text = pointer + "/";
  for (const char c : key) {
    if (c == '~')
      text += "~0";
    else if (c == '/')
      text += "~1";
    else
      text += c;
  }
  return text;
}

// E.164: + and two to fifteen digits, the first of them not 0. Written with a space or a hyphen it is still a number,
// but what is stored and dialled has none.
bool is_phone(std::string_view text) {
  if (text.size() < 3 || text.size() > 16 || text[0] != '+' || text[1] == '0') return false;
  return std::all_of(text.begin() + 1, text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_date(std::string_view text) {
  return text.size() == 10 && parse_rfc3339(std::string(text) + "T00:00:00Z").has_value();
}

class Validator {
 public:
  explicit Validator(const Dictionary& dictionary) : dictionary_(dictionary) {}

  void object(const Form& form, const json::value& body) {
    const auto* object = body.if_object();
    if (object == nullptr) {
      find("", "not-an-object");
      return;
    }
    std::vector<std::string> known;
    for (const auto& [key, name, required, origin] : form.fields) {
      known.push_back(key);
      const auto* value = value_of(*object, key);
      if (value != nullptr)
        check(*dictionary_.field(name), *value, "/" + key);
      else if (required)
        find("/" + key, "missing");
    }
    unknown_keys(*object, known, "");
    if (!form.at_least.empty() && std::none_of(form.at_least.begin(), form.at_least.end(),
                                               [&](const auto& key) { return says_something(value_of(*object, key)); }))
      find("/" + form.at_least.front(), "one-of-missing");
  }

  std::vector<Finding> findings;

 private:
  void find(std::string pointer, std::string code, Facts facts = {}) {
    findings.push_back({.code = std::move(code), .pointer = std::move(pointer), .facts = std::move(facts)});
  }

  // Null counts as absent.
  static const json::value* value_of(const json::object& object, std::string_view key) {
    const auto* value = object.if_contains(key);
    return value == nullptr || value->is_null() ? nullptr : value;
  }
  // A count of nobody is not an answer to "who".
  static bool says_something(const json::value* value) {
    if (value == nullptr) return false;
    return !value->is_number() || value->to_number<double>() > 0;
  }

  void unknown_keys(const json::object& object, const std::vector<std::string>& known, const std::string& pointer) {
    for (const auto& [key, value] : object) {
      const std::string name(key);
      if (std::find(known.begin(), known.end(), name) != known.end()) continue;
      Facts facts;
      if (const auto meant = nearest(name, known)) facts.emplace_back("did_you_mean", *meant);
      find(below(pointer, name), "unknown-field", std::move(facts));
    }
  }

  void check(const Field& field, const json::value& value, const std::string& at) {
    switch (field.type) {
      case Type::code:
        return code(field, value, at);
      case Type::codes:
        return codes(field, value, at);
      case Type::text:
        return text(field, value, at);
      case Type::count:
      case Type::year:
        return integer(field, value, at);
      case Type::boolean:
        if (!value.is_bool()) find(at, "not-a-boolean");
        return;
      case Type::time:
        return shaped(value, at, "not-a-time", [](auto t) { return parse_rfc3339(t).has_value(); });
      case Type::date:
        return shaped(value, at, "not-a-date", is_date);
      case Type::id:
        return shaped(value, at, "not-an-id", [](auto t) { return uuid_from_text(t).has_value(); });
      case Type::reference:
        return shaped(value, at, "not-a-reference", [](auto t) { return Reference::parse(t).has_value(); });
      case Type::phone:
        return shaped(value, at, "not-a-phone", is_phone);
      case Type::group:
        return members(field, value, at);
      case Type::rows:
        return rows(field, value, at);
    }
  }

  template <class Shape>
  void shaped(const json::value& value, const std::string& at, const char* fault, const Shape& has_shape) {
    const auto* text = value.if_string();
    if (text == nullptr || !has_shape(std::string_view(*text))) find(at, fault);
  }

  void code(const Field& field, const json::value& value, const std::string& at) {
    const auto* text = value.if_string();
    if (text == nullptr) {
      find(at, "not-a-text");
      return;
    }
    const auto& list = *dictionary_.list(field.list);
    const std::string word(*text);
    if (list.has(word)) return;
    Facts facts;
    if (const auto meant = nearest(word, list.codes)) facts.emplace_back("did_you_mean", *meant);
    find(at, "unknown-code", std::move(facts));
  }

  void codes(const Field& field, const json::value& value, const std::string& at) {
    const auto* list = items(field, value, at);
    if (list == nullptr) return;
    std::set<std::string> seen;
    for (std::size_t i = 0; i < list->size(); ++i) {
      const auto& item = (*list)[i];
      code(field, item, fmt::format("{}/{}", at, i));
      if (const auto* text = item.if_string(); text != nullptr && !seen.insert(std::string(*text)).second)
        find(fmt::format("{}/{}", at, i), "item-twice");
    }
  }

  const json::array* items(const Field& field, const json::value& value, const std::string& at) {
    const auto* list = value.if_array();
    if (list == nullptr) {
      find(at, "not-a-list");
    } else if (static_cast<std::int64_t>(list->size()) > field.max) {
      find(at, "too-many-items", {{"max", std::to_string(field.max)}});
      return nullptr;
    }
    return list;
  }

  void text(const Field& field, const json::value& value, const std::string& at) {
    const auto* text = value.if_string();
    if (text == nullptr) {
      find(at, "not-a-text");
      return;
    }
    const TextRule rule{.code_points_max = static_cast<std::size_t>(field.max), .lines = field.lines};
    if (const auto fault = text_fault(*text, rule)) findings.push_back(finding_of(*fault, rule, at));
  }

  // An integer, or one that arrived as a double because it is past 64 bits: then it is out of range, not something
  // else.
  void integer(const Field& field, const json::value& value, const std::string& at) {
    const Facts range{{"min", std::to_string(field.min)}, {"max", std::to_string(field.max)}};
    if (value.is_double()) {
      const auto number = value.get_double();
      find(at, std::trunc(number) == number && std::abs(number) >= 9e18 ? "out-of-range" : "not-an-integer", range);
    } else if (const auto* number = value.if_int64()) {
      if (*number < field.min || *number > field.max) find(at, "out-of-range", range);
    } else if (value.is_uint64()) {
      find(at, "out-of-range", range);
    } else {
      find(at, "not-an-integer");
    }
  }

  void members(const Field& field, const json::value& value, const std::string& at) {
    const auto* object = value.if_object();
    if (object == nullptr) {
      find(at, "not-an-object");
      return;
    }
    std::vector<std::string> known;
    for (const auto& name : field.members) {
      const auto& member = *dictionary_.field(name);
      known.emplace_back(member.short_name());
      if (const auto* inner = value_of(*object, member.short_name()))
        check(member, *inner, below(at, member.short_name()));
    }
    unknown_keys(*object, known, at);
  }

  void rows(const Field& field, const json::value& value, const std::string& at) {
    const auto* list = items(field, value, at);
    if (list == nullptr) return;
    for (std::size_t i = 0; i < list->size(); ++i) members(field, (*list)[i], fmt::format("{}/{}", at, i));
  }

  const Dictionary& dictionary_;
};

}  // namespace

Result<void> Dictionary::validate(std::string_view name, const boost::json::value& body) const {
  const auto* found = form(name);
  invariant(found != nullptr, "a body is held against a form that the dictionary has");
  Validator validator(*this);
  validator.object(*found, body);
  if (validator.findings.empty()) return {};
  return tl::unexpected(Error{
      .kind = ErrorKind::refused, .code = "body-invalid", .where = {}, .findings = std::move(validator.findings)});
}

}  // namespace kulla::dictionary
