// What a request must bring before its handler hears of it: each proof with each way of missing it.
#include <gtest/gtest.h>

#include "http/house.hpp"

namespace kulla::http::test {
namespace {

// A request from its parts, so that one of them can be left out.
struct Parts {
  std::string method = "POST";
  std::string target = "/api/v1/echo";
  std::string body = "{}";
  std::string site = "Sec-Fetch-Site: same-origin\r\n";
  std::string type = "Content-Type: application/json\r\n";
  std::string key = "Idempotency-Key: " + std::string(some_key) + "\r\n";
  std::string match = "If-Match: \"3\"\r\n";
  std::string more{};

  std::string text(std::uint16_t port) const {
    return method + " " + target + " HTTP/1.1\r\nHost: localhost:" + std::to_string(port) + "\r\n" + site + type + key +
           match + more + (body.empty() ? "" : "Content-Length: " + std::to_string(body.size()) + "\r\n") + "\r\n" +
           body;
  }
};

class Guards : public ::testing::Test {
 protected:
  Answer ask(const Parts& parts) const {
    RawClient client(server.port());
    client.send(parts.text(server.port()));
    return client.read_answer().value_or(Answer{});
  }
  void expect(const Parts& parts, int status, std::string_view code) {
    const int before = house.handled;
    const auto answer = ask(parts);
    EXPECT_EQ(answer.status, status) << parts.text(0);
    EXPECT_NE(answer.body.find('"' + std::string(code) + '"'), std::string::npos) << answer.body;
    EXPECT_EQ(answer.field("content-type"), "application/problem+json");
    EXPECT_EQ(house.handled, before) << "the handler ran all the same";
  }
  TestHouse house;
  Server server = house.serve(house.usual_routes());
};

TEST_F(Guards, a_request_that_brings_all_passes) {
  for (const auto& [method, target, body] :
       {std::tuple{"POST", "/api/v1/echo", "{}"}, std::tuple{"PUT", "/api/v1/section", "{}"},
        std::tuple{"PATCH", "/api/v1/section", "{}"}, std::tuple{"DELETE", "/api/v1/session", ""}}) {
    const auto answer = ask({.method = method, .target = target, .body = body});
    EXPECT_TRUE(answer.status == 200) << method << " " << answer.text;
  }
  EXPECT_EQ(house.handled, 4);
}

// security.md, invariant 29: every changing route, with each proof missing or against us.
TEST_F(Guards, no_change_without_a_same_origin_proof) {
  const auto own = "Origin: http://127.0.0.1:" + std::to_string(server.port()) + "\r\n";
  const std::vector<std::string> without_proof{
      "",
      "Sec-Fetch-Site: cross-site\r\n",
      "Sec-Fetch-Site: same-site\r\n",
      "Sec-Fetch-Site: none\r\n",
      "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Site: same-origin\r\n",
      "Origin: null\r\n",
      "Origin: http://example.org\r\n",
      "Origin: https://127.0.0.1:" + std::to_string(server.port()) + "\r\n",
      "Origin: http://127.0.0.1\r\n",
      "Origin: http://127.0.0.1:" + std::to_string(server.port()) + ".example.org\r\n",
      own + "Sec-Fetch-Site: cross-site\r\n",
      own + own,
      "Sec-Fetch-Site: same-origin\r\nOrigin: http://example.org\r\n"};
  int changing = 0;
  const auto table = house.usual_routes();
  for (const auto& route : table.routes()) {
    if (!route.changes()) continue;
    ++changing;
    const Parts parts{.method = std::string(name_of(route.method)),
                      .target = route.pattern,
                      .body = route.terms.body.empty() ? "" : "{}"};
    for (const auto& site : without_proof) {
      auto stripped = parts;
      stripped.site = site;
      expect(stripped, 403, "no-same-origin-proof");
    }
    auto by_origin = parts;
    by_origin.site = own;
    EXPECT_LT(ask(by_origin).status, 300) << route.pattern;
  }
  EXPECT_EQ(changing, 6);
}

TEST_F(Guards, a_post_needs_an_idempotency_key_that_is_a_uuid) {
  expect({.key = ""}, 400, "idempotency-key-missing");
  for (const char* key :
       {"Idempotency-Key: 7\r\n", "Idempotency-Key: \r\n", "Idempotency-Key: 0190aaaa-bbbb-7ccc-8ddd-eeeeffff000\r\n",
        "Idempotency-Key: 0190aaaa-bbbb-7ccc-8ddd-eeeeffff0001\r\nIdempotency-Key: "
        "0190aaaa-bbbb-7ccc-8ddd-eeeeffff0001\r\n"})
    expect({.key = key}, 400, "idempotency-key-malformed");
  EXPECT_EQ(ask({.target = "/api/v1/session", .key = ""}).status, 200);  // sign-in
}

TEST_F(Guards, a_body_is_json_or_refused) {
  expect({.type = ""}, 415, "content-type-not-json");
  for (const char* type : {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
                           "application/json; charset=latin1", "application/jsonp", "text/json"})
    expect({.type = "Content-Type: " + std::string(type) + "\r\n"}, 415, "content-type-not-json");
  EXPECT_EQ(ask({.type = "Content-Type: application/json; charset=UTF-8\r\n"}).status, 200);
  expect({.method = "DELETE", .target = "/api/v1/session"}, 400, "body-not-expected");
}

TEST_F(Guards, a_section_is_changed_only_by_who_says_which_version_was_read) {
  const Parts put{.method = "PUT", .target = "/api/v1/section"};
  auto parts = put;
  parts.match = "";
  expect(parts, 428, "if-match-missing");
  for (const char* match : {"If-Match: *\r\n", "If-Match: W/\"3\"\r\n", "If-Match: 3\r\n", "If-Match: \"3\", \"4\"\r\n",
                            "If-Match: \"\"\r\n", "If-Match: \"3\"\r\nIf-Match: \"3\"\r\n"}) {
    parts.match = match;
    expect(parts, 400, "if-match-malformed");
  }
}

TEST_F(Guards, an_answer_that_the_client_cannot_take_is_refused) {
  expect({.more = "Accept: text/html\r\n"}, 406, "not-acceptable");
  expect({.more = "Accept: */*, application/json;q=0\r\n"}, 406, "not-acceptable");
  for (const char* accept : {"application/json", "*/*", "application/*;q=0.1", "text/html, */*;q=0.8"})
    EXPECT_EQ(ask({.more = "Accept: " + std::string(accept) + "\r\n"}).status, 200) << accept;
}

// A page elsewhere may let its own name lead to 127.0.0.1; its requests are same-origin to the browser.
TEST_F(Guards, a_host_that_is_not_ours_is_refused) {
  for (const char* host : {"example.org", "example.org:80", "127.0.0.1", "localhost"}) {
    RawClient client(server.port());
    client.send("GET /api/v1/plain HTTP/1.1\r\nHost: " + std::string(host) + "\r\n\r\n");
    EXPECT_EQ(client.read_answer().value_or(Answer{}).status, 421) << host;
  }
  EXPECT_EQ(house.handled, 0);
}

TEST_F(Guards, a_problem_speaks_the_language_that_was_asked_for) {
  const auto language_of = [&](const std::string& accept) {
    auto parts = Parts{.key = ""};
    if (!accept.empty()) parts.more = "Accept-Language: " + accept + "\r\n";
    return ask(parts).field("content-language");
  };
  EXPECT_EQ(language_of(""), "en");
  EXPECT_EQ(language_of("sq"), "sq");
  EXPECT_EQ(language_of("sq-XK, en;q=0.5"), "sq");
  EXPECT_EQ(language_of("de, en;q=0.3, sq;q=0.4"), "sq");
  EXPECT_EQ(language_of("de, fr"), "en");
  EXPECT_EQ(language_of("sq;q=0, en;q=0.1"), "en");
}

}  // namespace
}  // namespace kulla::http::test
