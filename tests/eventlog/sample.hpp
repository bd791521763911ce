// Batches and tables for the tests of this room: invented, and small enough to be read in a failure.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "base/chance.hpp"
#include "eventlog/event.hpp"
#include "eventlog/open_json.hpp"
#include "eventlog/store.hpp"

namespace kulla::eventlog::test {

struct Told {
  Code party;
  Count times;
  static constexpr EventType type{"test.told", 1};
  static constexpr auto fields = std::tuple{field("party", &Told::party), field("times", &Told::times)};
};

// What is owed, to whom, until when: each kind of index stands here once.
inline const Table thing_table{
    .name = "thing",
    .kind = TableKind::read,
    .columns = {{.name = "id"},
                {.name = "owner", .nullable = true},
                {.name = "due", .nullable = true},
                {.name = "state"},
                {.name = "label", .type = ColumnType::text, .nullable = true},
                {.name = "content", .type = ColumnType::blob, .nullable = true}},
    .key_columns = 1,
    .indexes = {{.name = "thing_owner", .columns = {"owner", "due"}, .where = {}, .unique = false},
                {.name = "thing_open",
                 .columns = {"owner", "due"},
                 .where = Where{.kind = Where::Kind::one_of, .column = "state", .values = {1, 2}},
                 .unique = false},
                {.name = "thing_due",
                 .columns = {"due"},
                 .where = Where{.kind = Where::Kind::is_not_null, .column = "due", .values = {}},
                 .unique = false},
                {.name = "thing_nobody",
                 .columns = {"state"},
                 .where = Where{.kind = Where::Kind::is_null, .column = "owner", .values = {}},
                 .unique = false},
                {.name = "thing_label", .columns = {"label"}, .where = {}, .unique = true},
                {.name = "thing_one_a_state",
                 .columns = {"owner", "state"},
                 .where = Where{.kind = Where::Kind::one_of, .column = "state", .values = {7}},
                 .unique = true}}};

inline const Table wrap_table{.name = "wrap",
                              .kind = TableKind::key,
                              .columns = {{.name = "envelope", .type = ColumnType::blob},
                                          {.name = "data_key", .type = ColumnType::text},
                                          {.name = "bytes", .type = ColumnType::blob}},
                              .key_columns = 2,
                              .indexes = {}};

inline const Table seen_table{.name = "seen",
                              .kind = TableKind::local,
                              .columns = {{.name = "session"}, {.name = "at"}},
                              .key_columns = 1,
                              .indexes = {}};

inline const std::vector<const Table*> sample_tables{&thing_table, &wrap_table, &seen_table};

inline StreamId stream_id(std::uint64_t number) {
  StreamId id;
  id.bytes[6] = 0x70;
  for (std::size_t i = 0; i < 8; ++i) id.bytes[15 - i] = static_cast<Byte>(number >> (8 * i));
  id.bytes[0] = 1;
  return id;
}
inline BatchId batch_id(std::uint64_t number) {
  BatchId id{};
  id[0] = 2;
  for (std::size_t i = 0; i < 8; ++i) id[15 - i] = static_cast<Byte>(number >> (8 * i));
  return id;
}
inline Hash body(Byte of) {
  Hash hash;
  hash.fill(of);
  return hash;
}
inline DataKeyId data_key_id(Byte of) {
  DataKeyId id;
  id.bytes.fill(of);
  return id;
}

inline NewEvent told(StreamId stream, StreamKind kind = StreamKind::case_file, Code party = "prosecutor") {
  NewEvent event;
  event.stream = stream;
  event.kind = kind;
  event.type = Told::type;
  event.occurred_at = {1'700'000'000'000'000};
  event.occurred_precision = Precision::minute;
  event.open = encode_open(Told{.party = party, .times = {1}});
  return event;
}
inline NewEvent with_section(NewEvent event, std::string name, Bytes cipher) {
  Section section;
  section.name = std::move(name);
  section.data_key = data_key_id(9);
  section.cipher = std::move(cipher);
  event.sections.push_back(std::move(section));
  return event;
}

/// A batch of the clock with these events, expecting each stream at `version`.
inline Batch batch_of(std::uint64_t number, std::vector<NewEvent> events, Version version = 0) {
  Batch batch;
  batch.id = batch_id(number);
  batch.body_hash = body(1);
  batch.actor = Actor::the_clock();
  batch.ground = "test";
  batch.answer_kind = "told";
  for (const auto& event : events) {
    bool known = false;
    for (const auto& expectation : batch.expect) known = known || expectation.stream == event.stream;
    if (!known) batch.expect.push_back({event.stream, version});
  }
  batch.events = std::move(events);
  return batch;
}

inline TableWrite thing(TableWrite::Kind kind, std::int64_t id, Value owner, Value due, std::int64_t state,
                        Value label = {}, Value content = {}) {
  return {kind, &thing_table, {id, std::move(owner), std::move(due), state, std::move(label), std::move(content)}};
}
inline TableWrite put_thing(std::int64_t id, Value owner, Value due, std::int64_t state, Value label = {}) {
  return thing(TableWrite::Kind::put, id, std::move(owner), std::move(due), state, std::move(label));
}

}  // namespace kulla::eventlog::test
