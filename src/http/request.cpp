#include "http/request.hpp"

#include <algorithm>
#include <array>

#include <boost/json/value.hpp>

#include "base/invariant.hpp"
#include "base/json.hpp"

namespace kulla::http {
namespace {

constexpr std::array<std::pair<std::string_view, Method>, 7> method_names{{{"GET", Method::get},
                                                                           {"HEAD", Method::head},
                                                                           {"POST", Method::post},
                                                                           {"PUT", Method::put},
                                                                           {"PATCH", Method::patch},
                                                                           {"DELETE", Method::del},
                                                                           {"OPTIONS", Method::options}}};

}  // namespace

std::string_view name_of(Method method) {
  for (const auto& [name, own] : method_names)
    if (own == method) return name;
  return "other";
}

Method method_of(std::string_view name) {
  for (const auto& [own, method] : method_names)
    if (own == name) return method;
  return Method::other;
}

bool changes(Method method) {
  return method == Method::post || method == Method::put || method == Method::patch || method == Method::del;
}

std::string_view Request::parameter(std::string_view name) const {
  const auto found = std::ranges::find(parameters, name, &std::pair<std::string, std::string>::first);
  invariant(found != parameters.end(), "a handler asks for a parameter that its pattern does not have");
  return found->second;
}

std::optional<std::string_view> Request::query_value(std::string_view name) const {
  const auto found = std::ranges::find(query, name, &std::pair<std::string, std::string>::first);
  if (found == query.end()) return std::nullopt;
  return found->second;
}

Result<void> Request::only_query(std::initializer_list<std::string_view> names) const {
  for (const auto& [name, value] : query)
    if (std::ranges::find(names, name) == names.end()) return fail(ErrorKind::malformed, "unknown-parameter");
  return {};
}

Result<boost::json::value> Request::json() const { return strict_parse(body, plain_storage()); }

boost::json::storage_ptr Request::plain_storage() const {
  return plain_memory == nullptr ? boost::json::storage_ptr() : boost::json::storage_ptr(plain_memory);
}

}  // namespace kulla::http
