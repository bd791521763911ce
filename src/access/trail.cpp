#include "access/trail.hpp"

#include <algorithm>
#include <set>

#include "access/events.hpp"
#include "crypto/hash.hpp"
#include "eventlog/open_json.hpp"

namespace kulla::access {

using eventlog::ColumnType;

const eventlog::Table access_of_table{
    .name = "access_of",
    .kind = eventlog::TableKind::read,
    .columns = {{"stream", ColumnType::blob}, {"position", ColumnType::integer}, {"account", ColumnType::blob}},
    .key_columns = 2,
    .indexes = {}};

StreamId access_stream(AccountId account) {
  Bytes named;
  append(named, bytes_of("kulla/access"));
  append(named, account.view());
  const auto hash = crypto::sha256(named);
  return StreamId::from_bytes(ByteView(hash).first(16)).value();
}

namespace {

template <class Type>
eventlog::Batch access_batch(const Asker& asker, Code ground, const Type& event, Instant now, Chance& chance) {
  eventlog::Batch batch;
  const auto stream = access_stream(asker.account);
  chance.fill(batch.id);  // a look is never repeated: each has its own id
  batch.actor = eventlog::Actor::person(asker.account);
  if (!asker.groups.empty()) batch.acting_group = asker.groups.front();
  batch.ground = std::string(ground.text());
  batch.answer_kind = "looked";
  batch.expect.push_back({stream, eventlog::Expectation::any});
  batch.events.push_back({.stream = stream,
                          .kind = eventlog::StreamKind::access,
                          .type = Type::type,
                          .occurred_at = now,
                          .occurred_precision = Precision::second,
                          .open = eventlog::encode_open(event.open),
                          .sections = {},
                          .cause = std::nullopt});
  batch.project = project_looks;
  return batch;
}

}  // namespace

std::vector<Looked> Trail::uncovered(const keys::SessionId& session, std::span<const Looked> looked, Instant now) {
  std::vector<Looked> open;
  const std::lock_guard lock(mutex_);
  for (const auto& part : looked) {
    const auto found = covered_.find({session, part});
    if (found == covered_.end() || found->second + covered_for <= now) open.push_back(part);
  }
  std::sort(open.begin(), open.end());
  open.erase(std::unique(open.begin(), open.end()), open.end());
  return open;
}

void Trail::cover(const keys::SessionId& session, std::span<const Looked> looked, Instant since) {
  const std::lock_guard lock(mutex_);
  if (covered_.size() + looked.size() > covered_max) {
    std::erase_if(covered_, [&](const auto& entry) { return entry.second + covered_for <= since; });
    if (covered_.size() + looked.size() > covered_max) covered_.clear();  // the next look writes its event again
  }
  for (const auto& part : looked) covered_[{session, part}] = since;
}

Result<void> Trail::before_reveal(const keys::SessionId& session, const Asker& asker, const Grant& grant,
                                  std::span<const Looked> looked) {
  const auto now = clock_.now();
  const auto open = uncovered(session, looked, now);
  if (open.empty()) return {};

  RecordOpened event;
  event.open.policy = grant.policy();
  for (const auto& part : open) {
    event.open.streams.push_back(part.stream);
    event.open.sections.push_back(part.section);
  }
  TRY(store_.append(access_batch(asker, grant.ground(), event, house_clock_.now(), chance_)));
  cover(session, open, now);
  return {};
}

void Trail::refused(const Asker& asker, Policy policy, std::optional<StreamId> record) {
  RequestRefused event;
  event.open.policy = policy;
  event.open.record = record;
  // The answer is no either way; that the disk is full is alarmed by who writes.
  static_cast<void>(store_.append(access_batch(asker, "refused", event, house_clock_.now(), chance_)));
}

Result<std::vector<Look>> who_looked(const eventlog::Snapshot& snapshot, StreamId stream, std::size_t limit) {
  const auto rows = TRY(snapshot.scan({.table = &access_of_table,
                                       .index = {},
                                       .equal = {stream.to_bytes()},
                                       .from = std::nullopt,
                                       .before = std::nullopt,
                                       .descending = true,
                                       .limit = limit}));
  std::vector<Look> looks;
  for (const auto& row : rows) {
    const auto account = AccountId::from_bytes(std::get<Bytes>(row.at(2)));
    if (!account) return fail(ErrorKind::broken, "row-damaged", "access_of");
    looks.push_back({std::get<std::int64_t>(row.at(1)), *account});
  }
  return looks;
}

Result<std::vector<eventlog::TableWrite>> project_looks(std::span<const eventlog::Event> events) {
  std::vector<eventlog::TableWrite> rows;
  for (const auto& event : events) {
    if (event.type != RecordOpened::type.name) continue;
    const auto open = TRY(eventlog::decode_open<RecordOpened::Open>(event.type, event.open));
    const std::set<StreamId> streams(open.streams.begin(), open.streams.end());
    for (const auto& stream : streams)
      rows.push_back({eventlog::TableWrite::Kind::put,
                      &access_of_table,
                      {stream.to_bytes(), event.position, event.actor.account.to_bytes()}});
  }
  return rows;
}

}  // namespace kulla::access
