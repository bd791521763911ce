// Inside the room: how a command becomes a batch.
#pragma once

#include <algorithm>

#include "directory/commands.hpp"
#include "directory/projection.hpp"
#include "directory/sealing.hpp"
#include "eventlog/open_json.hpp"
#include "keys/unlocked.hpp"

namespace kulla::directory {

inline eventlog::Batch batch_for(const Ask& ask, const eventlog::Actor& actor, std::string_view answer_kind) {
  eventlog::Batch batch;
  batch.id = ask.id;
  batch.body_hash = ask.body_hash;
  batch.actor = actor;
  batch.acting_group = ask.acting_group;
  batch.ground = ask.ground;
  batch.answer_kind = answer_kind;
  return batch;
}
inline eventlog::Batch batch_for(const Desk& desk, const Ask& ask, std::string_view answer_kind) {
  return batch_for(ask, eventlog::Actor::person(desk.by.account()), answer_kind);
}

template <class Type>
eventlog::NewEvent event_of(StreamId stream, eventlog::StreamKind kind, const Type& fact, Instant now) {
  return {.stream = stream,
          .kind = kind,
          .type = Type::type,
          .occurred_at = now,
          .occurred_precision = Precision::second,
          .open = eventlog::encode_open(fact.open),
          .sections = {},
          .cause = std::nullopt};
}

/// The decision rests on this stream as the snapshot has it.
inline Result<void> rests_on(eventlog::Batch& batch, const Snapshot& snapshot, StreamId stream) {
  if (std::ranges::none_of(batch.expect, [&](const auto& expected) { return expected.stream == stream; }))
    batch.expect.push_back({stream, TRY(snapshot.version(stream))});
  return {};
}

/// Expects what is appended to, and projects. The last step of every command.
inline Result<eventlog::Batch> finish(eventlog::Batch batch, const Snapshot& snapshot) {
  for (const auto& event : batch.events) TRY_VOID(rests_on(batch, snapshot, event.stream));
  TRY_VOID(project_into(batch, snapshot));
  return batch;
}

/// The version that the next event of this stream will have in this batch.
inline Result<eventlog::Version> next_version(const eventlog::Batch& batch, const Snapshot& snapshot, StreamId stream) {
  const auto in_batch = std::ranges::count_if(batch.events, [&](const auto& event) { return event.stream == stream; });
  return TRY(snapshot.version(stream)) + in_batch + 1;
}

/// A text that a person gave: UTF-8, not too long, nothing unseen in it (base/text.hpp); refuses `text-missing`,
/// `text-too-long`, `not-utf8`, `text-control`, `text-invisible`, `text-stacked`.
enum class Needed : std::uint8_t { yes, no };
Result<void> check_text(std::string_view text, std::size_t bytes_max, std::string_view pointer, Needed needed);
inline Result<void> check_name(std::string_view text, std::string_view pointer) {
  return check_text(text, name_bytes_max, pointer, Needed::yes);
}
inline Result<void> check_phone(std::string_view text, std::string_view pointer, Needed needed = Needed::no) {
  return check_text(text, phone_bytes_max, pointer, needed);
}

/// Administrators and analysts sit in groups of their own, and nobody else sits there.
Result<void> check_role(Agency agency_of_group, Role role, std::string_view pointer);
/// Refuses `not-an-administrator` (kind forbidden).
Result<void> check_administrator(const Desk& desk);
/// Refuses `unit-unknown`, `not-of-this-office` (kind forbidden).
Result<Group> check_of_office(const Desk& desk, UnitId unit);

/// The event that ends this shift now, or takes it away where it has not begun.
eventlog::NewEvent withdrawn(const Shift& shift, Instant now);

}  // namespace kulla::directory
