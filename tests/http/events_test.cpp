// Event streams over real sockets, and the hub behind them.
#include <chrono>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "http/house.hpp"

namespace kulla::http::test {
namespace {

using namespace std::chrono_literals;

std::unique_ptr<RawClient> open_stream(const Server& server, const std::string& account, std::string_view fields = {},
                                       int receive_bytes = 0) {
  auto client = std::make_unique<RawClient>(server.port(), receive_bytes);
  client->send(get(server.port(), "/api/v1/events?account=" + account, fields));
  return client;
}

// Waits until the hub has so many listeners.
bool hears(const Hub& hub, std::size_t count) {
  for (int tries = 0; tries < 500 && hub.listening() != count; ++tries) std::this_thread::sleep_for(10ms);
  return hub.listening() == count;
}

std::string id_in(const std::string& text) {
  const auto at = text.rfind("id: ");
  return at == std::string::npos ? "" : text.substr(at + 4, 36);
}

TEST(events, a_stream_begins_with_its_head_and_the_house_clock) {
  TestHouse house;
  const auto server = house.serve(house.usual_routes());
  const auto client = open_stream(server, "1");
  const auto text = client->read_until("}\n\n");
  EXPECT_TRUE(text.starts_with("HTTP/1.1 200 OK\r\n"));
  EXPECT_NE(text.find("Content-Type: text/event-stream\r\n"), std::string::npos);
  EXPECT_NE(text.find("Cache-Control: no-store\r\n"), std::string::npos);
  EXPECT_NE(text.find("Content-Security-Policy: "), std::string::npos);
  EXPECT_TRUE(text.ends_with("\r\n\r\nevent: now\ndata: {\"now\":\"2026-11-25T00:52:10Z\"}\n\n")) << text;
}

TEST(events, one_event_reaches_all_who_listen_to_its_topic_and_nobody_else) {
  TestHouse house;
  const auto server = house.serve(house.usual_routes());
  std::vector<std::unique_ptr<RawClient>> clients;
  constexpr int count = 200;
  for (int i = 0; i < count; ++i) clients.push_back(open_stream(server, std::to_string(i)));
  ASSERT_TRUE(hears(house.hub, count));
  house.hub.publish("account:7", "notice", R"({"reference":"7Q4-KXMV"})");
  house.hub.publish("all", "case", R"({"version":3})");
  for (int i = 0; i < count; ++i) {
    const auto text = clients[static_cast<std::size_t>(i)]->read_until("{\"version\":3}\n\n");
    EXPECT_NE(text.find("event: case\ndata: {\"version\":3}\n\n"), std::string::npos) << i;
    EXPECT_EQ(text.find("7Q4-KXMV") != std::string::npos, i == 7) << i;
  }
}

TEST(events, a_person_in_two_topics_hears_one_event_once) {
  TestHouse house;
  const auto server = house.serve(house.usual_routes());
  const auto client = open_stream(server, "1");
  ASSERT_TRUE(hears(house.hub, 1));
  house.hub.publish(std::vector<std::string>{"all", "account:1", "other"}, "case", "{}");
  house.hub.publish("all", "end", "{}");
  const auto text = client->read_until("event: end\ndata: {}\n\n");
  const auto first = text.find("event: case");
  EXPECT_NE(first, std::string::npos);
  EXPECT_EQ(text.find("event: case", first + 1), std::string::npos);
}

TEST(events, who_reconnects_with_her_last_id_gets_what_she_missed_and_no_more) {
  TestHouse house({.ring_max = 3});
  const auto server = house.serve(house.usual_routes());
  auto client = open_stream(server, "1");
  ASSERT_TRUE(hears(house.hub, 1));
  house.hub.publish("all", "case", "1");
  const auto id = id_in(client->read_until("data: 1\n\n"));
  ASSERT_EQ(id.size(), 36U);
  client.reset();
  ASSERT_TRUE(hears(house.hub, 0));
  house.hub.publish("account:2", "case", "2");
  house.hub.publish("all", "case", "3");
  client = open_stream(server, "1", "Last-Event-ID: " + id + "\r\n");
  const auto text = client->read_until("data: 3\n\n");
  EXPECT_NE(text.find("data: 3\n\n"), std::string::npos);
  EXPECT_EQ(text.find("data: 1\n\n"), std::string::npos);
  EXPECT_EQ(text.find("data: 2\n\n"), std::string::npos);
  house.hub.publish("all", "case", "4");  // 1 falls out of the ring: what was missed is not known any more
  client = open_stream(server, "1", "Last-Event-ID: " + id + "\r\n");
  EXPECT_NE(client->read_until("event: work\ndata: {}\n\n").find("event: work\ndata: {}\n\n"), std::string::npos);
}

TEST(events, a_heartbeat_tells_the_house_clock) {
  TestHouse house;
  Options options;
  options.heartbeat = milliseconds(100);
  const auto server = house.serve(house.usual_routes(), options);
  const auto client = open_stream(server, "1");
  client->read_until("event: now");
  house.clock.advance(minutes(20));
  EXPECT_NE(client->read_until("01:12:10Z").find("{\"now\":\"2026-11-25T01:12:10Z\"}"), std::string::npos);
}

TEST(events, streams_are_limited_per_account_and_in_all_without_locking_out_another) {
  TestHouse house({.streams_max = 3, .streams_per_account_max = 2});
  const auto server = house.serve(house.usual_routes());
  const auto first = open_stream(server, "1");
  const auto second = open_stream(server, "1");
  ASSERT_TRUE(hears(house.hub, 2));
  const auto third = open_stream(server, "1");
  const auto refused = third->read_answer();
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->status, 429);
  EXPECT_EQ(refused->field("retry-after"), "2");
  third->send(get(server.port(), "/api/v1/plain"));  // an answer like any other: the connection goes on
  EXPECT_EQ(third->read_answer().value_or(Answer{}).status, 200);
  auto other = open_stream(server, "2");
  ASSERT_TRUE(hears(house.hub, 3));
  EXPECT_EQ(open_stream(server, "3")->read_answer().value_or(Answer{}).status, 429);
  other.reset();
  ASSERT_TRUE(hears(house.hub, 2));
  const auto again = open_stream(server, "3");
  EXPECT_TRUE(hears(house.hub, 3));
}

TEST(events, a_listener_who_does_not_read_is_dropped_and_the_others_hear_all) {
  TestHouse house({.queue_max = 16});
  const auto server = house.serve(house.usual_routes());
  const auto slow = open_stream(server, "1", {}, 4'096);
  const auto quick = open_stream(server, "2");
  ASSERT_TRUE(hears(house.hub, 2));
  const std::string data = '"' + std::string(8'000, 'x') + '"';
  for (int i = 0; i < 2'000 && house.hub.dropped() == 0; ++i) {
    house.hub.publish("all", "case", data);
    const auto mark = '"' + std::to_string(i) + '"';
    house.hub.publish("account:2", "mark", mark);
    ASSERT_NE(quick->read_until("event: mark\ndata: " + mark + "\n\n").find(mark), std::string::npos) << i;
  }
  EXPECT_EQ(house.hub.dropped(), 1U);
  EXPECT_TRUE(hears(house.hub, 1));
  bool closed = false;
  slow->read_all(2s, closed);
  EXPECT_TRUE(closed);
}

TEST(events, a_stream_whose_writes_do_not_move_is_cut_at_the_deadline) {
  TestHouse house({.queue_max = 100'000});
  Options options;
  options.write_time = milliseconds(300);
  const auto server = house.serve(house.usual_routes(), options);
  const auto slow = open_stream(server, "1", {}, 4'096);
  ASSERT_TRUE(hears(house.hub, 1));
  const std::string data = '"' + std::string(8'000, 'x') + '"';
  for (int i = 0; i < 2'000; ++i) house.hub.publish("all", "case", data);
  EXPECT_TRUE(hears(house.hub, 0));
  EXPECT_EQ(house.hub.dropped(), 0U);
}

TEST(events, sign_out_ends_her_streams_and_leaves_the_others) {
  TestHouse house;
  const auto server = house.serve(house.usual_routes());
  const auto hers = open_stream(server, "1");
  const auto other = open_stream(server, "2");
  ASSERT_TRUE(hears(house.hub, 2));
  const auto began = std::chrono::steady_clock::now();
  house.hub.close("session-1");
  bool closed = false;
  hers->read_all(5s, closed);
  EXPECT_TRUE(closed);
  EXPECT_LT(std::chrono::steady_clock::now() - began, 1s);
  house.hub.publish("all", "case", "{}");
  EXPECT_NE(other->read_until("event: case").find("event: case"), std::string::npos);
}

TEST(events, a_listener_who_leaves_or_speaks_is_forgotten_at_once) {
  TestHouse house;
  const auto server = house.serve(house.usual_routes());
  auto leaves = open_stream(server, "1");
  const auto speaks = open_stream(server, "2");
  ASSERT_TRUE(hears(house.hub, 2));
  leaves.reset();
  EXPECT_TRUE(hears(house.hub, 1));
  speaks->send("x");
  EXPECT_TRUE(hears(house.hub, 0));
  for (int tries = 0; tries < 100 && server.count().connections > 0; ++tries) std::this_thread::sleep_for(10ms);
  EXPECT_EQ(server.count().connections, 0U);
}

TEST(events, the_server_stops_with_streams_open_and_publishers_at_work) {
  TestHouse house;
  auto server = house.serve(house.usual_routes());
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 32; ++i) clients.push_back(open_stream(server, std::to_string(i)));
  ASSERT_TRUE(hears(house.hub, 32));
  std::atomic<bool> done{false};
  std::vector<std::jthread> publishers;
  for (int i = 0; i < 4; ++i)
    publishers.emplace_back([&] {
      while (!done) house.hub.publish("all", "case", "{}");
    });
  std::this_thread::sleep_for(100ms);
  const auto began = std::chrono::steady_clock::now();
  server.stop();
  EXPECT_LT(std::chrono::steady_clock::now() - began, 5s);
  done = true;
  publishers.clear();
  EXPECT_EQ(house.hub.listening(), 0U);
  for (const auto& client : clients) {
    bool closed = false;
    client->read_all(1s, closed);
    EXPECT_TRUE(closed);
  }
}

TEST(events, an_event_of_two_lines_is_a_bug) {
  TestHouse house;
  EXPECT_ANY_THROW(house.hub.publish("all", "case", "{}\n\nevent: forged"));
  EXPECT_ANY_THROW(house.hub.publish("all", "case\ndata: x", "{}"));
}

TEST(events, head_is_told_what_get_would_be_and_opens_no_stream) {
  TestHouse house;
  const auto server = house.serve(house.usual_routes());
  RawClient client(server.port());
  client.send("HEAD" + get(server.port(), "/api/v1/events").substr(3));
  const auto answer = client.read_answer(true);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->field("content-type"), "text/event-stream");
  EXPECT_EQ(house.hub.listening(), 0U);
}

}  // namespace
}  // namespace kulla::http::test
