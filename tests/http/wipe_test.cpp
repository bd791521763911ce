// What a person sent or was sent is gone from the server's memory once her answer has left (connection.cpp, invariant
// 4; security.md, invariant 19), though the connection stays.
#include <chrono>
#include <thread>

#include <gtest/gtest.h>

#include "http/exchange.hpp"
#include "http/house.hpp"
#include "support/memory_scan.hpp"
#include "support/zeroing_memory.hpp"

namespace kulla::http::test {
namespace {

using namespace std::chrono_literals;

// A sanitizer's shadow is terabytes of mapped memory, and its allocator keeps what was freed.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool can_look = false;
#else
constexpr bool can_look = true;
#endif

// Only ever kept masked; the plain form is made where it is sent and wiped there.
const Bytes& needle() {
  static const auto masked = [] {
    std::string plain;
    for (int i = 0; i < 24; ++i) plain += static_cast<char>('a' + (i * 7 + 3) % 26);
    auto bytes = kulla::test::masked(bytes_of(plain));
    wipe(plain);
    return bytes;
  }();
  return masked;
}

std::string plain_request(std::uint16_t port, std::string_view route = "/api/v1/echo") {
  auto request = post(port, route, "");
  request.replace(request.find("Content-Length: 0"), 17, "Content-Length: " + std::to_string(needle().size() + 11));
  request.reserve(request.size() + needle().size() + 11);  // grown once: no copy is left behind
  request += "{\"note\":\"";
  for (const auto byte : needle()) request += static_cast<char>(byte ^ 0x5a);
  request += "\"}";
  return request;
}

// The shared libraries bind their own symbols at the first call, which saves the vector registers, and what was copied
// through them, on the stack. One harmless request of the same shape gets that over with; a server in service is
// started with LD_BIND_NOW=1 and never does it.
void bind_libraries(std::uint16_t port) {
  RawClient client(port);
  client.send(post(port, "/api/v1/echo", "{\"note\":\"nothing that anybody wrote\"}"));
  ASSERT_GT(client.drop(), 0U);
  const auto harmless = post(port, "/api/v1/echo", "{\"note\":\"nothing that anybody wrote\"}");
  for (std::size_t at = 0; at < harmless.size(); at += 40) {
    client.send(std::string_view(harmless).substr(at, 40));
    std::this_thread::sleep_for(2ms);
  }
  ASSERT_GT(client.drop(), 0U);
}

TEST(wipe, a_body_and_its_answer_leave_nothing_in_memory) {
  if (!can_look) GTEST_SKIP() << "memory is not looked through under a sanitizer";
  TestHouse house;
  const auto server = house.serve(house.usual_routes());
  bind_libraries(server.port());
  RawClient client(server.port());
  auto request = plain_request(server.port());
  EXPECT_GT(kulla::test::times_in_memory(needle()), 0U);  // the control: the scan sees it where it is
  ASSERT_TRUE(client.send(request));
  wipe(request);
  ASSERT_GT(client.drop(), 0U);
  for (int tries = 0; tries < 10 && kulla::test::times_in_memory(needle()) > 0; ++tries)
    std::this_thread::sleep_for(20ms);
  EXPECT_EQ(house.handled, 3);
  EXPECT_EQ(kulla::test::times_in_memory(needle()), 0U);
}

TEST(wipe, a_body_in_pieces_leaves_nothing_either) {
  if (!can_look) GTEST_SKIP() << "memory is not looked through under a sanitizer";
  TestHouse house;
  const auto server = house.serve(house.usual_routes());
  bind_libraries(server.port());
  RawClient client(server.port());
  auto request = plain_request(server.port());
  for (std::size_t at = 0; at < request.size(); at += 40) {
    ASSERT_TRUE(client.send(std::string_view(request).substr(at, 40)));
    std::this_thread::sleep_for(2ms);
  }
  wipe(request);
  ASSERT_GT(client.drop(), 0U);
  for (int tries = 0; tries < 10 && kulla::test::times_in_memory(needle()) > 0; ++tries)
    std::this_thread::sleep_for(20ms);
  EXPECT_EQ(house.handled, 3);
  EXPECT_EQ(kulla::test::times_in_memory(needle()), 0U);
}

TEST(wipe, what_a_handler_parsed_leaves_nothing_either) {
  if (!can_look) GTEST_SKIP() << "memory is not looked through under a sanitizer";
  kulla::test::ZeroingMemory memory;
  std::atomic<int> afterwards{0};
  TestHouse house;
  house.plain_memory = &memory;
  house.after_request = [&] {
    ++afterwards;
    kulla::test::zero_stack();
  };
  const auto server = house.serve(house.usual_routes(), {.workers = 1});
  bind_libraries(server.port());
  RawClient client(server.port());
  client.send(post(server.port(), "/api/v1/note", R"({"note":"nothing that anybody wrote"})"));
  ASSERT_GT(client.drop(), 0U);
  const auto given = memory.bytes_given;
  EXPECT_GT(given, 0U);  // bodies do go there
  auto request = plain_request(server.port(), "/api/v1/note");
  ASSERT_TRUE(client.send(request));
  wipe(request);
  ASSERT_GT(client.drop(), 0U);
  for (int tries = 0; tries < 10 && kulla::test::times_in_memory(needle()) > 0; ++tries)
    std::this_thread::sleep_for(20ms);
  EXPECT_EQ(kulla::test::times_in_memory(needle()), 0U);
  EXPECT_EQ(house.handled, afterwards);
  EXPECT_GT(memory.bytes_given, given);
  EXPECT_EQ(memory.bytes_held, 0U);
}

}  // namespace
}  // namespace kulla::http::test
