#include "eventlog/prepare.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "eventlog/entry.hpp"

namespace kulla::eventlog {
namespace {

tl::unexpected<Error> malformed(std::string_view rule) { return fail(ErrorKind::broken, "batch-malformed", rule); }

bool is_section_name(std::string_view name) {
  if (name.empty() || name.size() > 64) return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == ':' || c == '.';
  });
}

Result<void> check_head(const Batch& batch) {
  if (batch.id == BatchId{}) return malformed("a batch has an id");
  if (!Code::is_well_formed(batch.ground)) return malformed("the ground is a code of the policy table");
  if (!batch.answer_kind.empty() && !Code::is_well_formed(batch.answer_kind))
    return malformed("the kind of answer is a code");
  if ((batch.actor.kind == Actor::Kind::account) == batch.actor.account.is_nil())
    return malformed("a person, and only a person, acts by an account");
  if (batch.events.size() > events_per_batch_max) return malformed("too many events");
  if (batch.rows.size() > rows_per_batch_max) return malformed("too many rows");
  return {};
}

Result<void> check_expectations(const Batch& batch) {
  std::set<StreamId> expected;
  std::set<StreamId> any;
  for (const auto& expectation : batch.expect) {
    if (expectation.version < Expectation::any) return malformed("a version is 0 or more");
    if (!expected.insert(expectation.stream).second) return malformed("a stream is expected once");
    if (expectation.version == Expectation::any) any.insert(expectation.stream);
  }
  for (const auto& event : batch.events) {
    if (event.stream.is_nil()) return malformed("a stream has an id");
    if (!expected.contains(event.stream)) return malformed("every stream appended to is expected");
    if (any.contains(event.stream) && event.kind != StreamKind::access)
      return malformed("only an access stream may be at any version");
    any.erase(event.stream);
  }
  if (!any.empty()) return malformed("any version of a stream that is not appended to says nothing");
  return {};
}

Result<void> check_event(const NewEvent& event, std::size_t index) {
  if (!Code::is_well_formed(event.type.name) || event.type.version < 1) return malformed("a type has name and version");
  if (event.open.text().size() > open_bytes_max) return malformed("the open part is too long");
  if (event.sections.size() > sections_per_event_max) return malformed("too many sections");
  for (std::size_t i = 0; i < event.sections.size(); ++i) {
    const auto& section = event.sections[i];
    if (!is_section_name(section.name)) return malformed("a section's name is a code");
    if (section.cipher.empty() || section.cipher.size() > section_bytes_max)
      return malformed("a section has a ciphertext of at most 16 MiB");
    if (section.data_key.is_nil()) return malformed("a section names its data key");
    for (std::size_t j = 0; j < i; ++j)
      if (event.sections[j].name == section.name) return malformed("an event has a section once");
  }
  if (event.cause) {
    const bool earlier = event.cause->where == Cause::Where::batch ? event.cause->at < static_cast<Position>(index)
                                                                   : event.cause->at > 0;
    if (event.cause->at < 0 || !earlier) return malformed("a cause lies before its effect");
  }
  return {};
}

Event event_of(const Batch& batch, NewEvent&& from, std::size_t index, Chance& chance) {
  Event event;
  event.stream = from.stream;
  event.kind = from.kind;
  event.type = from.type.name;
  event.type_version = from.type.version;
  event.batch = batch.id;
  event.batch_index = static_cast<int>(index);
  event.occurred_at = from.occurred_at;
  event.occurred_precision = from.occurred_precision;
  event.actor = batch.actor;
  event.acting_group = batch.acting_group;
  event.ground = batch.ground;
  event.open = std::move(from.open);
  event.sections = std::move(from.sections);
  for (auto& section : event.sections) section.hash = hash_of_cipher(section.cipher);
  sort_sections(event.sections);
  chance.fill(event.salt);
  return event;
}

}  // namespace

Result<Prepared> prepare(Batch batch, Chance& chance) {
  TRY_VOID(check_head(batch));
  TRY_VOID(check_expectations(batch));
  for (std::size_t i = 0; i < batch.events.size(); ++i) TRY_VOID(check_event(batch.events[i], i));

  Prepared prepared;
  const auto count = batch.events.size();
  prepared.events.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    prepared.causes.push_back(batch.events[i].cause.value_or(Cause{}));
    prepared.events.push_back(event_of(batch, std::move(batch.events[i]), i, chance));
    prepared.open_hashes.push_back(hash_of_open(prepared.events.back().open));
    prepared.sections_hashes.push_back(hash_of_sections(prepared.events.back().sections));
  }
  batch.events.clear();
  prepared.batch = std::move(batch);
  return prepared;
}

Result<void> place(Prepared& prepared, const Place& at) {
  for (std::size_t i = 0; i < prepared.events.size(); ++i) {
    auto& event = prepared.events[i];
    event.position = at.first + static_cast<Position>(i);
    event.recorded_at = at.recorded_at;
    const auto& cause = prepared.causes[i];
    if (cause.where == Cause::Where::batch) {
      event.cause = at.first + cause.at;
    } else if (cause.at > 0) {
      if (cause.at >= at.first) return malformed("a cause lies in the log");
      event.cause = cause.at;
    }
    event.entry = entry_of(event, prepared.open_hashes[i], prepared.sections_hashes[i]);
  }
  return {};
}

tl::unexpected<Error> version_conflict(StreamId stream, Version expected, Version actual) {
  return fail(ErrorKind::conflict, "version-conflict",
              fmt::format("stream {} is at version {}, not {}", stream.text(), actual, expected));
}

tl::unexpected<Error> stream_kind_changed(StreamId stream) {
  return fail(ErrorKind::broken, "batch-malformed", fmt::format("stream {} keeps its kind", stream.text()));
}

}  // namespace kulla::eventlog
