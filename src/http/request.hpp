// What a handler gets: one whole request, checked by the gate and the guards. It lives while the handler runs; views
// taken from it do not outlive it.
#pragma once

#include <any>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/fwd.hpp>

#include "base/error.hpp"
#include "base/id.hpp"
#include "http/fields.hpp"
#include "http/language.hpp"

namespace boost::container::pmr {
class memory_resource;
}

namespace kulla::http {

enum class Method : std::uint8_t { get, head, post, put, patch, del, options, other };

std::string_view name_of(Method method);
/// `other` for every method this house does not know; names are case-sensitive.
Method method_of(std::string_view name);
/// Does this method change something, as far as guards care? POST, PUT, PATCH, DELETE.
bool changes(Method method);

using Pairs = std::vector<std::pair<std::string, std::string>>;

struct Request {
  Method method = Method::get;
  std::string path;  // as sent, still percent-encoded, without the query
  Pairs parameters;  // of the route's pattern, decoded: {"reference", "7Q4-KXMV"}
  Pairs query;       // decoded, each name once
  Fields fields;
  std::string body;
  std::string id;      // of this request, for the log; says nothing about who asks
  std::string source;  // the peer's address, "127.0.0.1"
  Language language = Language::en;
  std::optional<std::string> if_match;           // the one strong entity tag, without its quotes
  std::optional<ByteArray<16>> idempotency_key;  // a UUID; always there where the route asks for it
  std::optional<ByteArray<16>> last_event_id;    // where an event stream goes on
  std::any session;                              // what the gatekeeper found; the app knows the type
  /// House::plain_memory: what handlers make of a body, or put into an answer, belongs there as long as it is plain.
  boost::container::pmr::memory_resource* plain_memory = nullptr;

  /// A parameter of the route's own pattern; asking for another is a bug.
  std::string_view parameter(std::string_view name) const;
  std::optional<std::string_view> query_value(std::string_view name) const;
  /// Refuses (malformed) `unknown-parameter` when the query has a name outside `names`.
  Result<void> only_query(std::initializer_list<std::string_view> names) const;
  std::optional<std::string_view> cookie(std::string_view name) const { return cookie_of(fields, name); }
  /// The body by strict_parse, in plain_memory; decode.hpp reads fields out of it.
  Result<boost::json::value> json() const;
  /// plain_memory for a JSON value: `json::object answer(request.plain_storage());`
  boost::json::storage_ptr plain_storage() const;
  /// A path parameter that is an id. What does not parse does not exist: `not-found`, as for one that is not yours.
  template <class IdType>
  Result<IdType> id_parameter(std::string_view name) const {
    if (const auto found = IdType::parse(parameter(name))) return *found;
    return fail(ErrorKind::missing, "not-found");
  }
};

}  // namespace kulla::http
