// What the log holds. An event is a fact, appended once; a batch is one command: all its events or none.
// Source: decisions.md, section 3.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/id.hpp"
#include "base/time.hpp"
#include "eventlog/open.hpp"
#include "eventlog/tables.hpp"

namespace kulla::eventlog {

using Position = std::int64_t;  // dense from 1, in commit order
using Version = std::int64_t;   // of a stream: how many events it has; the first event's version is 1
using Hash = ByteArray<32>;     // SHA-256
using BatchId = ByteArray<16>;  // H(actor, the client's request id), or H(case, step, item, epoch, rung) for the clock

enum class StreamKind : std::uint8_t {
  case_file,
  victim,
  witness,
  disclosure,
  shelter,
  vehicle,
  officer,
  escort,
  unit,
  agency,
  account,
  group,
  procedure,
  access,
  house
};
constexpr std::array<std::string_view, 15> words_of(StreamKind) {
  return {"case", "victim", "witness", "disclosure", "shelter",   "vehicle", "officer", "escort",
          "unit", "agency", "account", "group",      "procedure", "access",  "house"};
}

/// Who did it: a person's account, the clock job, or the house itself (founding, checkpoints, demo).
struct Actor {
  enum class Kind : std::uint8_t { account, clock, house, device };
  Kind kind = Kind::house;
  AccountId account;  // nil unless a person
  auto operator<=>(const Actor&) const = default;
  static Actor person(AccountId id) { return {Kind::account, id}; }
  static Actor the_clock() { return {Kind::clock, {}}; }
  static Actor the_house() { return {Kind::house, {}}; }
};

/// A named part of a record, sealed as a whole. The log never sees its plaintext.
struct Section {
  std::string name;  // "body", "coded", "identity", "statement:1"; a code, chosen by the programme
  DataKeyId data_key;
  Bytes cipher;  // deleted when the record is erased; `hash` stays
  Hash hash{};   // SHA-256 of the cipher; the Store fills it
};

struct EventType {
  std::string_view name;  // "case.reported": static storage
  int version = 1;
};

/// Where a cause lies: an earlier event of the log, or an earlier one of the same batch.
struct Cause {
  enum class Where : std::uint8_t { log, batch } where = Where::log;
  std::int64_t at = 0;  // position, or index in the batch from 0
};

struct NewEvent {
  StreamId stream;
  StreamKind kind = StreamKind::case_file;
  EventType type;
  Instant occurred_at;
  Precision occurred_precision = Precision::second;
  OpenText open;
  std::vector<Section> sections;
  std::optional<Cause> cause;
};

/// A stored event, as it will be read for ever.
struct Event {
  Position position = 0;
  StreamId stream;
  StreamKind kind = StreamKind::case_file;
  Version version = 0;
  std::string type;
  int type_version = 1;
  BatchId batch{};
  int batch_index = 0;
  Instant recorded_at;  // never decreases along the log
  Instant occurred_at;
  Precision occurred_precision = Precision::second;
  Actor actor;
  GroupId acting_group;  // nil for clock and house
  std::string ground;    // the rule that allowed it: a code of the policy table
  std::optional<Position> cause;
  OpenText open;
  std::vector<Section> sections;
  Hash salt{};
  Hash entry{};
};

/// What a stream must look like for the batch to hold. `any` is allowed for `access` streams alone.
struct Expectation {
  StreamId stream;
  Version version = 0;  // how many events the decider saw; 0: the stream is new
  static constexpr Version any = -1;
};

/// Rows that follow from the batch once its positions, versions and recorded_at are known. Pure and quick: it runs on
/// the one writer's thread, inside the transaction. An error refuses the whole batch.
using Projection = std::function<Result<std::vector<TableWrite>>(std::span<const Event> committed)>;

struct Batch {
  BatchId id{};
  Hash body_hash{};  // of the request's meaning: the same id with another body is refused
  Actor actor;
  GroupId acting_group;
  std::string ground;
  std::string answer_kind;          // how a repeated request is answered from the events: a code
  std::vector<Expectation> expect;  // every stream that the batch appends to or that its decision rests on
  std::vector<NewEvent> events;     // may be empty: then nothing but expectations and rows are checked and written
  std::vector<TableWrite> rows;     // known beforehand: key tables, sessions
  Projection project;               // may be empty
};

struct Committed {
  Position first = 0;  // 0 when the batch had no events
  Position last = 0;
  Instant recorded_at;
  bool replayed = false;  // the batch was there before: nothing was written now, and this is the first answer
  std::string answer_kind;
  Hash body_hash{};  // of the batch that was committed: a repeated request is compared with it before it is decided
};

struct Head {
  HouseId house;
  std::int64_t size = 0;
  Instant last_recorded_at;
  Hash root{};  // RFC 6962 over the leaves SHA-256(0x00 | entry)
};

}  // namespace kulla::eventlog
