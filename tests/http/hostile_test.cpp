// The shared hostile requests and llhttp's own, each against the real server, each on a connection of its own.
#include <array>
#include <chrono>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "base/encode.hpp"
#include "base/json.hpp"
#include "http/house.hpp"
#include "support/shared_data.hpp"

namespace kulla::http::test {
namespace {

namespace bj = boost::json;
using namespace std::chrono_literals;

std::vector<bj::object> rows_of(const std::filesystem::path& path) {
  std::vector<bj::object> rows;
  const auto text = kulla::test::read_file(path);
  for (std::size_t from = 0; from < text.size();) {
    const auto end = std::min(text.find('\n', from), text.size());
    if (end > from) rows.push_back(strict_parse(text.substr(from, end - from)).value().as_object());
    from = end + 1;
  }
  return rows;
}

std::string text_at(const bj::object& row, std::string_view name) { return std::string(row.at(name).as_string()); }

std::string raw_of(const bj::object& row) {
  const auto bytes = from_base64(text_at(row, "raw_base64")).value();
  return {bytes.begin(), bytes.end()};
}

// Gives the Host that this server answers to, where the case is not about the host.
std::string with_own_host(std::string raw, std::string_view name, std::uint16_t port) {
  const std::string line = std::string("\r\n") + std::string(name) + "\r\n";
  if (const auto at = raw.find(line); at != std::string::npos)
    raw.replace(at, line.size(), "\r\nHost: 127.0.0.1:" + std::to_string(port) + "\r\n");
  return raw;
}

struct Verdict {
  std::vector<Answer> answers;
  bool closed = false;
  bool refused() const { return answers.empty() ? closed : answers.front().status >= 400; }
};

// A server with something at "/", so that what is not refused is answered with 200.
class Hostile : public ::testing::Test {
 protected:
  Hostile() {
    Router router;
    router.schema("Anything", "{}");
    const auto counted = [this](const Request&) -> Result<Response> {
      ++house.handled;
      return json_text("{}");
    };
    router.get("/", "public", counted);
    router.get("/x", "public", counted);
    router.post("/", "public", counted, {.body = "Anything", .needs_idempotency_key = false});
    Options options;
    options.header_time = options.body_time = milliseconds(400);
    options.linger_time = milliseconds(200);
    server.emplace(house.serve(std::move(router), options));
  }
  Verdict ask(const std::string& raw) const {
    RawClient client(server->port());
    client.send(raw);
    client.send_end();
    Verdict verdict;
    std::string rest;
    verdict.answers = answers_in(client.read_all(5s, verdict.closed), rest);
    EXPECT_EQ(rest, "") << "half an answer";
    return verdict;
  }
  TestHouse house;
  std::optional<Server> server;
};

TEST_F(Hostile, every_request_is_refused_or_the_connection_closed_and_never_answered_twice) {
  const auto path = SHARED_DATA_OR_SKIP("bad-input/http/hostile-requests.jsonl");
  int cases = 0;
  for (const auto& row : rows_of(path)) {
    ++cases;
    const auto name = text_at(row, "name");
    auto raw = with_own_host(raw_of(row), "Host: 127.0.0.1", server->port());
    // The guards would refuse most of them first: they are given what guards ask for, so that the gate decides.
    if (raw.starts_with("POST / HTTP/1.1\r\n"))
      raw.insert(17, "Sec-Fetch-Site: same-origin\r\nContent-Type: application/json\r\n");
    const int before = house.handled;
    const auto verdict = ask(raw);
    EXPECT_LE(verdict.answers.size(), 1U) << name << ": a second answer";
    EXPECT_TRUE(verdict.closed) << name;
    EXPECT_TRUE(verdict.refused()) << name << ": " << text_at(row, "why");
    EXPECT_EQ(house.handled, before) << name << ": a handler ran";
    for (const auto& answer : verdict.answers)
      EXPECT_TRUE(answer.status < 500 || answer.status == 501 || answer.status == 505) << name;
  }
  EXPECT_EQ(cases, 82);
}

TEST_F(Hostile, a_request_smuggled_behind_a_doubtful_one_is_never_answered) {
  int cases = 0;
  const std::string head = "POST / HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(server->port()) +
                           "\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/json\r\n";
  const std::string second = "GET /x HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(server->port()) + "\r\n\r\n";
  for (const char* framing :
       {"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "Transfer-Encoding: xchunked\r\n\r\n",
        "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", "Content-Length: 0\r\nContent-Length: 44\r\n\r\n",
        "Content-Length: +0\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n0\r\nX: y\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n0;a=b\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n0\n\n",
        "Transfer-Encoding : chunked\r\n\r\n", "X: y\r\n Transfer-Encoding: chunked\r\n\r\n",
        "Content_Length: 44\r\n\r\n", "Expect: something\r\nContent-Length: 0\r\n\r\n"}) {
    ++cases;
    const auto verdict = ask(head + framing + second);
    EXPECT_EQ(verdict.answers.size(), 1U) << framing;
    EXPECT_TRUE(verdict.refused()) << framing;
    EXPECT_TRUE(verdict.closed) << framing;
  }
  EXPECT_EQ(cases, 12);
  EXPECT_EQ(house.handled, 0);
  // The control: a clean first request lets the second one through.
  EXPECT_EQ(ask(head + "Content-Length: 2\r\n\r\n{}" + second).answers.size(), 2U);
}

// Their bytes against the whole server: never more answers than requests, never a status of ours for a fault of theirs.
// tests/http/gate_test.cpp holds the verdicts themselves.
TEST_F(Hostile, llhttp_s_own_requests_never_break_the_server) {
  const auto path = SHARED_DATA_OR_SKIP("bad-input/http/llhttp-requests.jsonl");
  int cases = 0;
  for (const auto& row : rows_of(path)) {
    ++cases;
    const auto raw = raw_of(row);
    const auto verdict = ask(raw);
    EXPECT_TRUE(verdict.closed) << text_at(row, "name");
    std::size_t requests = 0;
    for (auto at = raw.find(" HTTP/"); at != std::string::npos; at = raw.find(" HTTP/", at + 1)) ++requests;
    EXPECT_LE(verdict.answers.size(), std::max<std::size_t>(requests, 1)) << text_at(row, "name");
    for (const auto& answer : verdict.answers)
      EXPECT_TRUE(answer.status < 500 || answer.status == 501 || answer.status == 505) << text_at(row, "name");
  }
  EXPECT_EQ(cases, 166);
  EXPECT_EQ(house.handled, 0);
}

}  // namespace
}  // namespace kulla::http::test
