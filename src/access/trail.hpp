// Every look leaves a trace, and the trace is durable before the first byte of what was looked at. Source:
// decisions.md, section 5; security.md, invariants 21 and 28.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <tuple>
#include <vector>

#include "access/policy.hpp"
#include "base/clock.hpp"
#include "eventlog/store.hpp"
#include "keys/sessions.hpp"

namespace kulla::access {

extern const eventlog::Table access_of_table;  // read: who opened something of a stream, by the stream

/// A part of a record that is being opened.
struct Looked {
  StreamId stream;
  Code section;
  auto operator<=>(const Looked&) const = default;
};

/// The account's access stream.
StreamId access_stream(AccountId account);

/// Safe for several threads.
class Trail {
 public:
  /// One access event covers its session, stream and section for so long; policy is asked at every request all the
  /// same.
  static constexpr Duration covered_for = minutes(10);
  /// Bounds memory: a session that opens more within ten minutes is covered for the latest so many.
  static constexpr std::size_t covered_max = 200'000;

  /// `clock` is real time, `house_clock` dates the events.
  Trail(eventlog::Store& store, const Clock& clock, const Clock& house_clock, Chance& chance)
      : store_(store), clock_(clock), house_clock_(house_clock), chance_(chance) {}

  /// Returns once a durable access event, younger than ten minutes, of this session names each of these sections. An
  /// error (`disk-full`, `store-stopped`) means: reveal nothing.
  Result<void> before_reveal(const keys::SessionId& session, const Asker& asker, const Grant& grant,
                             std::span<const Looked> looked);

  /// Of a refusal to a session. A log that cannot be written does not turn a no into anything else.
  void refused(const Asker& asker, Policy policy, std::optional<StreamId> record);

 private:
  using Key = std::pair<keys::SessionId, Looked>;
  std::vector<Looked> uncovered(const keys::SessionId& session, std::span<const Looked> looked, Instant now);
  void cover(const keys::SessionId& session, std::span<const Looked> looked, Instant since);

  eventlog::Store& store_;
  const Clock& clock_;
  const Clock& house_clock_;
  Chance& chance_;
  std::mutex mutex_;
  std::map<Key, Instant> covered_;  // since when
};

/// Who opened something of this stream, newest first.
struct Look {
  eventlog::Position position = 0;
  AccountId account;
};
Result<std::vector<Look>> who_looked(const eventlog::Snapshot& snapshot, StreamId stream, std::size_t limit = 50);

/// Rows of access_of that follow from these events: for a batch's projection and for rebuild.
Result<std::vector<eventlog::TableWrite>> project_looks(std::span<const eventlog::Event> events);

}  // namespace kulla::access
