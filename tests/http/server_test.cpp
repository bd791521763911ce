// The server over loopback sockets: what a whole request gets, limits at n and at n + 1, deadlines, pipelining, stop.
#include "http/server.hpp"

#include <chrono>
#include <latch>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "http/house.hpp"

namespace kulla::http::test {
namespace {

using namespace std::chrono_literals;

// One request on a connection of its own.
Answer ask(std::uint16_t port, const std::string& request, bool to_head = false) {
  RawClient client(port);
  client.send(request);
  return client.read_answer(to_head).value_or(Answer{});
}

TEST(server, answers_a_get_and_keeps_the_connection) {
  TestHouse house;
  const auto server = house.serve(house.usual_routes());
  RawClient client(server.port());
  for (int i = 0; i < 3; ++i) {
    client.send(get(server.port(), "/api/v1/plain"));
    const auto answer = client.read_answer();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->body, R"({"plain":true})");
    EXPECT_EQ(answer->field("content-type"), "application/json");
    EXPECT_EQ(answer->field("connection"), "");
  }
}

TEST(server, refuses_every_address_but_loopback_and_says_why) {
  for (const char* address : {"0.0.0.0", "192.0.2.1", "::", "example.org", ""}) {
    TestHouse house;
    const auto server = Server::open({.address = address}, house.usual_routes(), house.around());
    ASSERT_FALSE(server) << address;
    EXPECT_EQ(server.error().code, "listen-not-loopback");
    EXPECT_NE(server.error().where.find("TLS"), std::string::npos);
  }
}

TEST(server, says_so_when_its_port_is_taken) {
  TestHouse house;
  const auto first = house.serve(house.usual_routes());
  TestHouse other;
  const auto second = Server::open({.port = first.port()}, other.usual_routes(), other.around());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, "listen-failed");
}

// security.md, invariant 1.
TEST(server, a_route_without_a_policy_stops_the_start_and_is_named) {
  TestHouse house;
  auto router = house.usual_routes();
  router.get("/api/v1/forgotten", {}, [](const Request&) -> Result<Response> { return no_content(); });
  const auto server = Server::open({}, std::move(router), house.around());
  ASSERT_FALSE(server);
  EXPECT_EQ(server.error().code, "route-without-policy");
  EXPECT_EQ(server.error().where, "GET /api/v1/forgotten");
}

TEST(server, every_answer_carries_the_security_headers_and_no_server_name) {
  TestHouse house;
  const auto server = house.serve(house.usual_routes());
  const auto port = server.port();
  for (const auto& request : {get(port, "/api/v1/plain"), get(port, "/nowhere"), std::string("NONSENSE\r\n\r\n"),
                              "POST /api/v1/plain HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) + "\r\n\r\n",
                              get(port, "/api/v1/plain", "Host: twice\r\n")}) {
    const auto answer = ask(port, request);
    EXPECT_NE(answer.status, 0) << request;
    const auto csp = answer.field("content-security-policy");
    for (const char* part : {"default-src 'none'", "require-trusted-types-for 'script'", "frame-ancestors 'none'",
                             "base-uri 'none'", "form-action 'self'"})
      EXPECT_NE(csp.find(part), std::string::npos) << part;
    EXPECT_EQ(csp.find("unsafe"), std::string::npos);
    EXPECT_EQ(answer.field("cross-origin-opener-policy"), "same-origin");
    EXPECT_EQ(answer.field("cross-origin-embedder-policy"), "require-corp");
    EXPECT_EQ(answer.field("cross-origin-resource-policy"), "same-origin");
    EXPECT_EQ(answer.field("x-content-type-options"), "nosniff");
    EXPECT_EQ(answer.field("referrer-policy"), "no-referrer");
    EXPECT_EQ(answer.field("cache-control"), "no-store");
    EXPECT_NE(answer.field("permissions-policy"), "");
    EXPECT_FALSE(answer.fields.contains("server"));
    EXPECT_EQ(answer.text.find("kulla/"), std::string::npos);
  }
}

TEST(server, head_gets_the_head_of_get_and_no_body) {
  TestHouse house;
  const auto server = house.serve(house.usual_routes());
  RawClient client(server.port());
  auto request = get(server.port(), "/api/v1/plain");
  client.send("HEAD" + request.substr(3) + request);
  const auto head = client.read_answer(true);
  const auto whole = client.read_answer();
  ASSERT_TRUE(head && whole);
  EXPECT_EQ(head->status, 200);
  EXPECT_EQ(head->field("content-length"), whole->field("content-length"));
  EXPECT_EQ(head->text + whole->body, whole->text);
}

TEST(server, an_unknown_method_an_unknown_path_and_a_wrong_method_are_told_apart) {
  TestHouse house;
  const auto server = house.serve(house.usual_routes());
  const auto port = server.port();
  const auto with_method = [&](const std::string& method, const std::string& target) {
    return ask(port, method + get(port, target).substr(3));
  };
  EXPECT_EQ(with_method("BREW", "/api/v1/plain").status, 501);
  EXPECT_EQ(with_method("get", "/api/v1/plain").status, 400);
  EXPECT_EQ(with_method("GET", "/api/v1/nothing").status, 404);
  const auto wrong = with_method("DELETE", "/api/v1/plain");
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(wrong.field("allow"), "GET, HEAD");
  EXPECT_EQ(with_method("OPTIONS", "/api/v1/echo").field("allow"), "POST");
  EXPECT_EQ(house.handled, 0);
}

// security.md, invariant 3: the same status, headers and body, whatever the reason. The clock stands still.
TEST(server, not_there_and_not_yours_are_the_same_bytes) {
  TestHouse house;
  const auto server = house.serve(house.usual_routes());
  const auto port = server.port();
  const auto theirs = ask(port, get(port, "/api/v1/cases/theirs"));
  const auto nobodys = ask(port, get(port, "/api/v1/cases/nobodys"));
  const auto no_route = ask(port, get(port, "/api/v1/no-such-route"));
  EXPECT_EQ(theirs.status, 404);
  EXPECT_EQ(theirs.text, nobodys.text);
  EXPECT_EQ(theirs.text, no_route.text);
  EXPECT_EQ(theirs.text.find("yours"), std::string::npos);
  EXPECT_EQ(ask(port, get(port, "/api/v1/cases/mine")).status, 200);
}

TEST(server, pipelined_requests_are_answered_in_order_and_once) {
  TestHouse house;
  const auto server = house.serve(house.usual_routes());
  RawClient client(server.port());
  constexpr int count = 100;
  std::string all;
  for (int i = 0; i < count; ++i) all += post(server.port(), "/api/v1/echo", "{\"n\":" + std::to_string(i) + "}");
  client.send(all);
  for (int i = 0; i < count; ++i) {
    const auto answer = client.read_answer();
    ASSERT_TRUE(answer) << i;
    EXPECT_EQ(answer->body, "{\"n\":" + std::to_string(i) + "}");
  }
  client.send_end();
  bool closed = false;
  EXPECT_EQ(client.read_all(2s, closed), "");
  EXPECT_EQ(house.handled, count);
}

TEST(server, a_chunked_body_in_any_pieces_is_the_same_body) {
  TestHouse house;
  const auto server = house.serve(house.usual_routes());
  auto request = post(server.port(), "/api/v1/echo", "");
  request.replace(request.find("Content-Length: 0"), 17, "Transfer-Encoding: chunked");
  request += "3\r\n{\"a\r\n4\r\n\":1}\r\n0\r\n\r\n";
  for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, request.size()}) {
    RawClient client(server.port());
    for (std::size_t at = 0; at < request.size(); at += piece) {
      client.send(std::string_view(request).substr(at, piece));
      if (piece < request.size()) std::this_thread::sleep_for(200us);
    }
    EXPECT_EQ(client.read_answer().value_or(Answer{}).body, R"({"a":1})") << piece;
  }
}

TEST(server, a_client_that_waits_is_told_to_go_on_before_it_sends_its_body) {
  TestHouse house;
  const auto server = house.serve(house.usual_routes());
  RawClient client(server.port());
  const auto whole = post(server.port(), "/api/v1/echo", "{}", "Expect: 100-continue\r\n");
  client.send(whole.substr(0, whole.size() - 2));
  EXPECT_EQ(client.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("{}");
  EXPECT_EQ(client.read_answer().value_or(Answer{}).status, 200);
  // Refused before the body: no 100, and the connection is closed.
  RawClient refused(server.port());
  const auto stranger = post(server.port(), "/nowhere", "{}", "Expect: 100-continue\r\n");
  refused.send(stranger.substr(0, stranger.size() - 2));
  const auto answer = refused.read_answer();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 404);
  EXPECT_EQ(answer->field("connection"), "close");
}

TEST(server, each_size_limit_holds_at_n_and_refuses_at_n_plus_one) {
  TestHouse house;
  Options options;
  options.header_bytes_max = 2'048;
  options.target_bytes_max = 512;
  options.fields_max = 10;
  const auto server = house.serve(house.usual_routes(), options);
  const auto port = server.port();
  const auto target_of = [](std::size_t size) { return "/api/v1/plain?a=" + std::string(size - 16, 'x'); };
  EXPECT_EQ(ask(port, get(port, target_of(512))).status, 200);
  EXPECT_EQ(ask(port, get(port, target_of(513))).status, 414);
  EXPECT_EQ(ask(port, "GET /" + std::string(2'100, 'x')).status, 414);
  const auto fields_of = [](int count) {
    std::string fields;
    for (int i = 0; i < count; ++i) fields += "X-" + std::to_string(i) + ": y\r\n";
    return fields;
  };
  EXPECT_EQ(ask(port, get(port, "/api/v1/plain", fields_of(9))).status, 200);  // and Host
  EXPECT_EQ(ask(port, get(port, "/api/v1/plain", fields_of(10))).status, 431);
  const auto bare = get(port, "/api/v1/plain", "X: \r\n").size();
  EXPECT_EQ(ask(port, get(port, "/api/v1/plain", "X: " + std::string(2'048 - bare, 'y') + "\r\n")).status, 200);
  EXPECT_EQ(ask(port, get(port, "/api/v1/plain", "X: " + std::string(2'049 - bare, 'y') + "\r\n")).status, 431);
  const auto body_of_size = [](std::size_t size) { return "{\"a\":\"" + std::string(size - 8, 'x') + "\"}"; };
  EXPECT_EQ(ask(port, post(port, "/api/v1/echo", body_of_size(1'024))).status, 200);
  EXPECT_EQ(ask(port, post(port, "/api/v1/echo", body_of_size(1'025))).status, 413);
  const auto chunked = [&](std::size_t size) {
    auto request = post(port, "/api/v1/echo", "");
    request.replace(request.find("Content-Length: 0"), 17, "Transfer-Encoding: chunked");
    return request + (size == 1'024 ? "400" : "401") + "\r\n" + body_of_size(size) + "\r\n0\r\n\r\n";
  };
  EXPECT_EQ(ask(port, chunked(1'024)).status, 200);
  EXPECT_EQ(ask(port, chunked(1'025)).status, 413);
}

TEST(server, connections_are_limited_in_all_and_the_next_is_told_to_come_back) {
  TestHouse house;
  Options options;
  options.connections_max = 4;
  const auto server = house.serve(house.usual_routes(), options);
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 4; ++i) {
    clients.push_back(std::make_unique<RawClient>(server.port()));
    clients.back()->send(get(server.port(), "/api/v1/plain"));
    EXPECT_EQ(clients.back()->read_answer().value_or(Answer{}).status, 200);
  }
  RawClient fifth(server.port());
  const auto answer = fifth.read_answer();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 503);
  EXPECT_EQ(answer->field("retry-after"), "2");
  clients.pop_back();
  for (int tries = 0; tries < 100 && server.count().connections > 3; ++tries) std::this_thread::sleep_for(10ms);
  EXPECT_EQ(ask(server.port(), get(server.port(), "/api/v1/plain")).status, 200);
}

TEST(server, connections_are_limited_per_source) {
  TestHouse house;
  Options options;
  options.connections_per_source_max = 2;
  const auto server = house.serve(house.usual_routes(), options);
  RawClient first(server.port());
  first.send(get(server.port(), "/api/v1/plain"));
  EXPECT_EQ(first.read_answer().value_or(Answer{}).status, 200);
  RawClient second(server.port());
  second.send(get(server.port(), "/api/v1/plain"));
  EXPECT_EQ(second.read_answer().value_or(Answer{}).status, 200);
  RawClient third(server.port());
  EXPECT_EQ(third.read_answer().value_or(Answer{}).status, 503);
}

TEST(server, a_connection_ends_after_its_last_request_and_says_so) {
  TestHouse house;
  Options options;
  options.requests_per_connection_max = 3;
  const auto server = house.serve(house.usual_routes(), options);
  RawClient client(server.port());
  std::string all;
  for (int i = 0; i < 4; ++i) all += get(server.port(), "/api/v1/plain");
  client.send(all);
  bool closed = false;
  std::string rest;
  const auto answers = answers_in(client.read_all(5s, closed), rest);
  ASSERT_EQ(answers.size(), 3U);
  EXPECT_EQ(answers[1].field("connection"), "");
  EXPECT_EQ(answers[2].field("connection"), "close");
  EXPECT_TRUE(closed);
}

TEST(server, workers_and_their_queue_are_bounded_and_beyond_is_told_to_come_back) {
  TestHouse house;
  std::latch gate(1);
  Router router;
  router.get("/api/v1/slow", "public", [&](const Request&) -> Result<Response> {
    gate.wait();
    return json_text("{}");
  });
  Options options;
  options.workers = 2;
  options.queue_max = 3;
  const auto server = house.serve(std::move(router), options);
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 6; ++i) {
    clients.push_back(std::make_unique<RawClient>(server.port()));
    clients.back()->send(get(server.port(), "/api/v1/slow"));
    std::this_thread::sleep_for(50ms);
  }
  const auto refused = clients.back()->read_answer();
  gate.count_down();
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->status, 503);
  EXPECT_EQ(refused->field("retry-after"), "2");
  EXPECT_NE(refused->body.find("too-busy"), std::string::npos);
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(clients[static_cast<std::size_t>(i)]->read_answer().value_or(Answer{}).status, 200);
}

// A byte now and then does not move a deadline.
TEST(server, a_dripped_head_a_dripped_body_and_an_idle_connection_are_cut) {
  TestHouse house;
  Options options;
  options.header_time = milliseconds(300);
  options.body_time = milliseconds(300);
  options.idle_time = milliseconds(300);
  options.linger_time = milliseconds(200);
  const auto server = house.serve(house.usual_routes(), options);
  const auto port = server.port();
  const auto dripped = [&](const std::string& at_once, std::size_t drops) {
    RawClient client(port);
    client.send(at_once);
    for (std::size_t i = 0; i < drops; ++i) {
      std::this_thread::sleep_for(100ms);
      client.send("x");
    }
    const auto answer = client.read_answer().value_or(Answer{});
    bool closed = false;
    client.read_all(2s, closed);
    EXPECT_TRUE(closed);
    return answer.status;
  };
  EXPECT_EQ(dripped("GET /api/v1/plain HTTP/1.1\r\nX: ", 6), 408);
  auto request = post(port, "/api/v1/echo", std::string(20, ' '));
  request.resize(request.size() - 20);
  EXPECT_EQ(dripped(request, 6), 408);
  EXPECT_EQ(dripped("", 0), 0);
  EXPECT_EQ(dripped(get(port, "/api/v1/plain"), 0), 200);
  EXPECT_EQ(house.handled, 1);
}

TEST(server, a_reader_that_does_not_read_is_cut) {
  TestHouse house;
  Router router;
  const std::string large(8 * 1024 * 1024, 'x');
  router.get("/api/v1/large", "public", [&](const Request&) -> Result<Response> {
    return Response{.content_type = "text/plain", .fixed_body = large};
  });
  Options options;
  options.write_time = milliseconds(300);
  const auto server = house.serve(std::move(router), options);
  RawClient client(server.port(), 4'096);
  client.send(get(server.port(), "/api/v1/large"));
  for (int tries = 0; tries < 300 && server.count().connections > 0; ++tries) std::this_thread::sleep_for(10ms);
  EXPECT_EQ(server.count().connections, 0U);
}

TEST(server, a_bug_or_an_exception_in_a_handler_is_a_500_that_tells_nothing) {
  TestHouse house;
  Router router;
  router.get("/api/v1/bug", "public", [](const Request& request) -> Result<Response> {
    return json_text(std::string(request.parameter("no-such-parameter")));
  });
  router.get("/api/v1/throws", "public", [](const Request&) -> Result<Response> { throw std::runtime_error("Arta"); });
  router.get("/api/v1/broken", "public",
             [](const Request&) -> Result<Response> { return fail(ErrorKind::broken, "page-damaged", "events.db"); });
  const auto server = house.serve(std::move(router));
  for (const char* path : {"/api/v1/bug", "/api/v1/throws", "/api/v1/broken"}) {
    const auto answer = ask(server.port(), get(server.port(), path));
    EXPECT_EQ(answer.status, 500);
    EXPECT_EQ(answer.text.find("Arta"), std::string::npos);
    EXPECT_EQ(answer.text.find("events.db"), std::string::npos);
  }
}

TEST(server, the_gatekeeper_stands_before_every_handler) {
  TestHouse house;
  house.gatekeeper = [](const Route& route, Request& request) -> Result<void> {
    if (!request.cookie("__Host-kulla")) return fail(ErrorKind::unauthenticated, "no-session");
    request.session = std::string(route.policy.code) + "-session";
    return {};
  };
  Router router;
  router.get("/api/v1/who", "mine", [](const Request& request) -> Result<Response> {
    return json_text('"' + std::any_cast<std::string>(request.session) + '"');
  });
  const auto server = house.serve(std::move(router));
  const auto port = server.port();
  EXPECT_EQ(ask(port, get(port, "/api/v1/who")).status, 401);
  EXPECT_EQ(ask(port, get(port, "/api/v1/who", "Cookie: __Host-kulla=a; __Host-kulla=b\r\n")).status, 401);
  EXPECT_EQ(ask(port, get(port, "/api/v1/who", "Cookie: x=1; __Host-kulla=a\r\n")).body, "\"mine-session\"");
}

TEST(server, pages_answer_every_get_outside_the_api_and_the_assets) {
  TestHouse house;
  house.assets["/assets/app-1.js"] = {.content_type = "text/javascript",
                                      .identity = "let a;",
                                      .gzip = "GZIP",
                                      .brotli = "BR",
                                      .hash = "h1",
                                      .immutable = true};
  auto router = house.usual_routes();
  router.pages("public", [](const Request&) -> Result<Response> { return html("<!doctype html>"); });
  const auto server = house.serve(std::move(router));
  const auto port = server.port();
  for (const char* path : {"/", "/cases/7Q4-KXMV", "/work?x=1"})
    EXPECT_EQ(ask(port, get(port, path)).status, 200) << path;
  for (const char* path : {"/api", "/api/v1/nothing", "/assets/none.js", "/assets"})
    EXPECT_EQ(ask(port, get(port, path)).status, 404) << path;
  const auto posted = ask(port, post(port, "/work", ""));
  EXPECT_EQ(posted.status, 405);
  const auto plain = ask(port, get(port, "/assets/app-1.js"));
  EXPECT_EQ(plain.body, "let a;");
  EXPECT_EQ(plain.field("cache-control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(plain.field("vary"), "Accept-Encoding");
  EXPECT_EQ(ask(port, get(port, "/assets/app-1.js", "Accept-Encoding: gzip\r\n")).body, "GZIP");
  EXPECT_EQ(ask(port, get(port, "/assets/app-1.js", "Accept-Encoding: gzip, br\r\n")).body, "BR");
  EXPECT_EQ(ask(port, get(port, "/assets/app-1.js", "Accept-Encoding: br;q=0, *;q=0.1\r\n")).body, "GZIP");
  const auto again = ask(port, get(port, "/assets/app-1.js", "If-None-Match: \"h1\"\r\n"));
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.field("etag"), "\"h1\"");
  EXPECT_FALSE(again.fields.contains("content-length"));
}

TEST(server, stops_cleanly_under_load_and_answers_what_it_began) {
  TestHouse house;
  Router router;
  router.get("/api/v1/slow", "public", [&](const Request&) -> Result<Response> {
    ++house.handled;
    std::this_thread::sleep_for(20ms);
    return json_text("{}");
  });
  auto server = house.serve(std::move(router));
  const auto port = server.port();
  std::atomic<int> answered{0};
  std::atomic<bool> torn{false};
  std::vector<std::jthread> clients;
  for (int i = 0; i < 16; ++i)
    clients.emplace_back([&] {
      RawClient client(port);
      while (client.send(get(port, "/api/v1/slow"))) {
        bool closed = false;
        const auto answer = client.read_answer();
        if (!answer) {
          torn = torn || !client.read_all(100ms, closed).empty();  // half an answer
          return;
        }
        ++answered;
      }
    });
  std::this_thread::sleep_for(300ms);
  const auto began = std::chrono::steady_clock::now();
  server.stop();
  EXPECT_LT(std::chrono::steady_clock::now() - began, 5s);
  clients.clear();
  EXPECT_FALSE(torn);
  EXPECT_GT(answered, 16);
  EXPECT_EQ(answered, house.handled);
  EXPECT_THROW(RawClient{port}, std::runtime_error);
  server.stop();
}

}  // namespace
}  // namespace kulla::http::test
