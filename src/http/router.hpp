// The one table of routes: method, pattern, policy, handler, schemas, limits. Requests are matched by it, the guards
// read their orders from it, OpenAPI and the access tests are made from it. A route without a policy stops the server
// at start (security.md, invariant 1).
//
//   router.post("/api/v1/cases/{reference}/notices/{notice}/acknowledgement", Policy::acknowledge_notice,
//               [&cases](const Request& request) -> Result<Response> { ... },
//               {.tag = "cases", .summary = "acknowledge-notice", .body = "Acknowledgement", .answer =
//               "Acknowledged"});
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace kulla::http {

/// Which rule of the access room answers for a route. This room compares it with nothing: it only insists that it is
/// there. An enumeration comes in by itself where a `policy_code(policy)` is found beside it.
struct PolicyName {
  std::string code{};

  PolicyName() = default;
  PolicyName(std::string_view name) : code(name) {}
  PolicyName(const char* name) : code(name) {}
  template <class Policy>
    requires requires(Policy policy) {
      { policy_code(policy) } -> std::convertible_to<std::string_view>;
    }
  PolicyName(Policy policy) : code(std::string_view(policy_code(policy))) {}
  bool declared() const { return !code.empty(); }
};

/// Runs on a worker thread, several at a time.
using Handler = std::function<Result<Response>(const Request&)>;

/// The longest body of a route that says nothing: a report with a long note is a tenth of it.
inline constexpr std::size_t body_bytes_default = 64 * 1024;

/// What a route says of itself. Names of schemas are those of Router::schema.
struct Terms {
  std::string tag{};                 // group in the API's description: "cases"
  std::string summary{};             // key of its one line there: "acknowledge-notice"
  std::string body{};                // schema of the request's body; empty: this route takes no body
  std::string answer{};              // schema of the body of success; empty: none is described
  int success = 0;                   // its status; 0: 201 for POST, 204 for DELETE and without `answer`, else 200
  std::vector<std::string> query{};  // names of query parameters, all optional text
  std::size_t body_bytes_max = body_bytes_default;
  bool needs_idempotency_key = true;  // of a POST; sign-in and unlock say false
  bool needs_if_match = false;        // 428 without: a section is changed by who has read it
  bool streams = false;               // answers with an event stream
  bool open = false;                  // needs no session: for the API's description alone
};

struct Route {
  Method method = Method::get;
  std::string pattern{};  // "/api/v1/cases/{reference}"; its code in logs too
  PolicyName policy{};
  Handler handler{};
  Terms terms{};

  bool changes() const { return http::changes(method); }
  int success_status() const;
  /// Must this request bring an Idempotency-Key?
  bool wants_idempotency_key() const { return method == Method::post && terms.needs_idempotency_key; }
  /// The names in braces, in order.
  std::vector<std::string> parameter_names() const;
};

struct Match {
  const Route* route = nullptr;
  Pairs parameters{};
  std::vector<Method> allowed{};  // when the path is known and the method is not
};

class Router {
 public:
  void get(std::string pattern, PolicyName policy, Handler handler, Terms terms = {});
  void post(std::string pattern, PolicyName policy, Handler handler, Terms terms = {});
  void put(std::string pattern, PolicyName policy, Handler handler, Terms terms = {});
  void patch(std::string pattern, PolicyName policy, Handler handler, Terms terms = {});
  void del(std::string pattern, PolicyName policy, Handler handler, Terms terms = {});
  /// Answers every GET that no route matches outside /api/ and /assets/: the page shell.
  void pages(PolicyName policy, Handler handler);

  /// A JSON schema (2020-12, as text) under a name; other schemas refer to it by "#/components/schemas/<name>".
  /// "Problem" is this room's own.
  void schema(std::string name, std::string json);

  /// By method and by the segments of the path, already decoded. HEAD finds the route of GET.
  Match find(Method method, std::string_view path, const std::vector<std::string>& segments) const;

  /// All that stops a server at start: `route-without-policy`, `route-twice`, `route-pattern`, `route-schema-unknown`,
  /// `route-key-twice` (two parameters of one name), `schema-not-json`. `where` names the route.
  Result<void> check() const;

  const std::deque<Route>& routes() const { return routes_; }
  const std::map<std::string, std::string>& schemas() const { return schemas_; }

 private:
  void add(Method method, std::string pattern, PolicyName policy, Handler handler, Terms terms);
  std::deque<Route> routes_;  // a deque: a route stays where it is while others are added
  std::vector<std::vector<std::string>> patterns_;
  std::map<std::string, std::string> schemas_;
  std::size_t pages_ = SIZE_MAX;  // its index, if there is one
};

}  // namespace kulla::http
