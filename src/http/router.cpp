#include "http/router.hpp"

#include <algorithm>
#include <set>

#include <boost/json/value.hpp>

#include "base/json.hpp"

namespace kulla::http {
namespace {

// "/a/{b}/c" as {"a", "{b}", "c"}.
std::vector<std::string> pieces_of(std::string_view pattern) {
  std::vector<std::string> pieces;
  while (!pattern.empty()) {
    pattern.remove_prefix(1);  // the slash
    const auto end = std::min(pattern.find('/'), pattern.size());
    pieces.emplace_back(pattern.substr(0, end));
    pattern.remove_prefix(end);
  }
  return pieces;
}

bool is_parameter(std::string_view piece) { return piece.starts_with('{'); }

bool is_piece(std::string_view piece) {
  if (is_parameter(piece)) {
    if (piece.size() < 3 || !piece.ends_with('}')) return false;
    piece = piece.substr(1, piece.size() - 2);
  }
  return std::ranges::all_of(piece, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.';
  });
}

// Two patterns of one shape answer the same paths: {a}/b and {c}/b.
std::string shape_of(const Route& route) {
  std::string shape(name_of(route.method));
  for (const auto& piece : pieces_of(route.pattern)) shape += is_parameter(piece) ? "/{}" : "/" + piece;
  return shape;
}

std::string route_name(const Route& route) { return std::string(name_of(route.method)) + " " + route.pattern; }

bool fits(const std::vector<std::string>& pieces, const std::vector<std::string>& segments) {
  return std::ranges::equal(pieces, segments, [](const std::string& piece, const std::string& segment) {
    return is_parameter(piece) ? !segment.empty() : piece == segment;
  });
}

// A pattern with a word where another has a parameter is the nearer one.
bool nearer(const std::vector<std::string>& left, const std::vector<std::string>& right) {
  for (std::size_t i = 0; i < left.size(); ++i)
    if (is_parameter(left[i]) != is_parameter(right[i])) return is_parameter(right[i]);
  return false;
}

}  // namespace

int Route::success_status() const {
  if (terms.success != 0) return terms.success;
  if (method == Method::post) return 201;
  return method == Method::del || (terms.answer.empty() && changes()) ? 204 : 200;
}

std::vector<std::string> Route::parameter_names() const {
  std::vector<std::string> names;
  for (const auto& piece : pieces_of(pattern))
    if (is_parameter(piece)) names.push_back(piece.substr(1, piece.size() - 2));
  return names;
}

void Router::add(Method method, std::string pattern, PolicyName policy, Handler handler, Terms terms) {
  patterns_.push_back(pieces_of(pattern));
  routes_.push_back({method, std::move(pattern), std::move(policy), std::move(handler), std::move(terms)});
}

void Router::get(std::string pattern, PolicyName policy, Handler handler, Terms terms) {
  add(Method::get, std::move(pattern), std::move(policy), std::move(handler), std::move(terms));
}
void Router::post(std::string pattern, PolicyName policy, Handler handler, Terms terms) {
  add(Method::post, std::move(pattern), std::move(policy), std::move(handler), std::move(terms));
}
void Router::put(std::string pattern, PolicyName policy, Handler handler, Terms terms) {
  add(Method::put, std::move(pattern), std::move(policy), std::move(handler), std::move(terms));
}
void Router::patch(std::string pattern, PolicyName policy, Handler handler, Terms terms) {
  add(Method::patch, std::move(pattern), std::move(policy), std::move(handler), std::move(terms));
}
void Router::del(std::string pattern, PolicyName policy, Handler handler, Terms terms) {
  add(Method::del, std::move(pattern), std::move(policy), std::move(handler), std::move(terms));
}

void Router::pages(PolicyName policy, Handler handler) {
  pages_ = routes_.size();
  add(Method::get, "/{page}", std::move(policy), std::move(handler), {.tag = "pages", .open = true});
}

void Router::schema(std::string name, std::string json) { schemas_.insert_or_assign(std::move(name), std::move(json)); }

Match Router::find(Method method, std::string_view path, const std::vector<std::string>& segments) const {
  const auto wanted = method == Method::head ? Method::get : method;
  Match match;
  std::size_t best = routes_.size();
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    if (i == pages_ || !fits(patterns_[i], segments)) continue;
    if (routes_[i].method != wanted) {
      match.allowed.push_back(routes_[i].method);
    } else if (best == routes_.size() || nearer(patterns_[i], patterns_[best])) {
      best = i;
    }
  }
  const bool page = pages_ < routes_.size() && !path.starts_with("/api/") && !path.starts_with("/assets/") &&
                    path != "/api" && path != "/assets";
  if (best == routes_.size() && page) {
    if (wanted == Method::get) return {.route = &routes_[pages_], .parameters = {}, .allowed = {}};
    match.allowed.push_back(Method::get);
  }
  if (best == routes_.size()) return match;
  match.allowed.clear();
  match.route = &routes_[best];
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const auto& piece = patterns_[best][i];
    if (is_parameter(piece)) match.parameters.emplace_back(piece.substr(1, piece.size() - 2), segments[i]);
  }
  return match;
}

Result<void> Router::check() const {
  std::set<std::string> shapes;
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    const auto& route = routes_[i];
    const auto name = route_name(route);
    if (!route.policy.declared()) return fail(ErrorKind::broken, "route-without-policy", name);
    if (!route.pattern.starts_with('/') || !std::ranges::all_of(patterns_[i], is_piece) || !route.handler)
      return fail(ErrorKind::broken, "route-pattern", name);
    if (i != pages_ && !shapes.insert(shape_of(route)).second) return fail(ErrorKind::broken, "route-twice", name);
    const auto names = route.parameter_names();
    if (std::set<std::string>(names.begin(), names.end()).size() != names.size())
      return fail(ErrorKind::broken, "route-key-twice", name);
    for (const auto& schema : {route.terms.body, route.terms.answer})
      if (!schema.empty() && !schemas_.contains(schema)) return fail(ErrorKind::broken, "route-schema-unknown", name);
  }
  for (const auto& [name, text] : schemas_)
    if (name == "Problem" || !strict_parse(text)) return fail(ErrorKind::broken, "schema-not-json", name);
  return {};
}

}  // namespace kulla::http
