#include "http/house.hpp"

#include <stdexcept>

#include <boost/json.hpp>

namespace kulla::http::test {

Wording plain_words(Language language, std::string_view code, const Facts& facts) {
  std::string detail(code_of(language));
  detail.append(": ").append(code);
  for (const auto& [name, value] : facts) detail.append(" ").append(name).append("=").append(value);
  return {std::string(code), detail};
}

Server TestHouse::serve(Router router, Options options) {
  auto server = Server::open(std::move(options), std::move(router), around());
  if (!server) throw std::runtime_error(to_line(server.error()));
  return std::move(*server);
}

Router TestHouse::usual_routes() {
  Router router;
  router.schema("Anything", R"({"type":"object"})");
  const auto counted = [this](const Request& request) -> Result<Response> {
    ++handled;
    return json_text(request.body.empty() ? R"({"plain":true})" : request.body);
  };
  router.get("/api/v1/plain", "public", counted);
  router.post("/api/v1/note", "public",
              [this](const Request& request) -> Result<Response> {
                ++handled;
                return json(TRY(request.json()));
              },
              {.body = "Anything", .body_bytes_max = 1'024});
  router.post("/api/v1/echo", "public", counted, {.body = "Anything", .body_bytes_max = 1'024});
  router.post("/api/v1/session", "public", counted, {.body = "Anything", .needs_idempotency_key = false});
  router.put("/api/v1/section", "public", counted, {.body = "Anything", .needs_if_match = true});
  router.patch("/api/v1/section", "public", counted, {.body = "Anything"});
  router.del("/api/v1/session", "public", counted);
  router.get("/api/v1/cases/{reference}", "public", [](const Request& request) -> Result<Response> {
    if (request.parameter("reference") == "mine") return json_text("{}");
    return fail(ErrorKind::missing, request.parameter("reference") == "theirs" ? "not-yours" : "no-such-case");
  });
  router.get("/api/v1/events", "public",
             [this](const Request& request) -> Result<Response> {
               ++handled;
               const auto account = std::string(request.query_value("account").value_or("1"));
               return event_stream(
                   {.subscriber = "session-" + account, .account = account, .topics = {"all", "account:" + account}});
             },
             {.streams = true});
  return router;
}

std::string get(std::uint16_t port, std::string_view target, std::string_view fields) {
  return "GET " + std::string(target) + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) + "\r\n" +
         std::string(fields) + "\r\n";
}

std::string post(std::uint16_t port, std::string_view target, std::string_view body, std::string_view fields) {
  return "POST " + std::string(target) + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
         "\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/json\r\nIdempotency-Key: " +
         std::string(some_key) + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + std::string(fields) +
         "\r\n" + std::string(body);
}

}  // namespace kulla::http::test
