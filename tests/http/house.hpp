// A server under test with all it needs around it, on a free port.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "base/chance.hpp"
#include "base/clock.hpp"
#include "base/log.hpp"
#include "http/raw_client.hpp"
#include "http/server.hpp"
#include "support/seed.hpp"

namespace kulla::http::test {

/// Words that only say which code they are of; facts as name=value.
Wording plain_words(Language language, std::string_view code, const Facts& facts);

struct TestHouse {
  ManualClock clock{parse_rfc3339("2026-11-25T00:52:10Z").value()};
  SeededChance chance{kulla::test::seed()};  // the hub asks it under its lock; nothing else does
  Log log{-1, clock};
  Hub hub;
  Gatekeeper gatekeeper;
  Assets assets;
  boost::container::pmr::memory_resource* plain_memory = nullptr;
  std::function<void()> after_request;
  std::atomic<int> handled{0};

  explicit TestHouse(HubLimits limits = {}) : hub(clock, chance, limits) {}
  House around() { return {clock, chance, log, hub, plain_words, gatekeeper, assets, plain_memory, after_request}; }
  /// Throws when the server does not start.
  Server serve(Router router, Options options = {});
  /// GET /api/v1/plain, POST /api/v1/echo (answers its body), POST /api/v1/note (parses it first),
  /// PUT /api/v1/section (If-Match), DELETE /api/v1/session,
  /// POST /api/v1/session (no key), GET /api/v1/events (topics "all" and "account:<n>").
  Router usual_routes();
};

/// "GET /x HTTP/1.1" with the right Host, and more lines of fields if given (each with its CRLF).
std::string get(std::uint16_t port, std::string_view target, std::string_view fields = {});
/// A POST that passes every guard.
std::string post(std::uint16_t port, std::string_view target, std::string_view body, std::string_view fields = {});
inline constexpr std::string_view some_key = "0190aaaa-bbbb-7ccc-8ddd-eeeeffff0001";

}  // namespace kulla::http::test
