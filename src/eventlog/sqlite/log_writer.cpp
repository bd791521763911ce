#include "eventlog/sqlite/log_writer.hpp"

#include <algorithm>

#include "eventlog/entry.hpp"
#include "eventlog/sqlite/schema.hpp"

namespace kulla::eventlog::sqlite {

LogWriter::LogWriter(Connection connection, const Clock& clock, std::vector<const Table*> tables)
    : connection_(std::move(connection)), clock_(&clock), tables_(std::move(tables)) {}

Result<LogWriter> LogWriter::on(Connection connection, const Clock& clock, std::vector<const Table*> tables) {
  LogWriter writer(std::move(connection), clock, std::move(tables));
  TRY_VOID(writer.prepare_statements());
  TRY_VOID(writer.load_end());
  return writer;
}

Result<void> LogWriter::prepare_statements() {
  begin_ = TRY(connection_.prepare("BEGIN IMMEDIATE"));
  commit_ = TRY(connection_.prepare("COMMIT"));
  save_ = TRY(connection_.prepare("SAVEPOINT batch"));
  release_ = TRY(connection_.prepare("RELEASE batch"));
  back_ = TRY(connection_.prepare("ROLLBACK TO batch"));
  find_batch_ =
      TRY(connection_.prepare("SELECT first, last, recorded_at, answer_kind, body_hash FROM batch WHERE id = ?1"));
  find_stream_ = TRY(connection_.prepare(
      "SELECT number, kind, (SELECT max(version) FROM event WHERE stream = number) FROM stream WHERE id = ?1"));
  add_stream_ = TRY(connection_.prepare("INSERT INTO stream (id, kind) VALUES (?1, ?2)"));
  add_batch_ = TRY(connection_.prepare("INSERT INTO batch VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"));
  add_type_ = TRY(connection_.prepare("INSERT INTO event_type VALUES (?1, ?2) ON CONFLICT DO NOTHING"));
  set_head_ = TRY(connection_.prepare("UPDATE log_head SET size = ?1, last_recorded_at = ?2, peaks = ?3"));
  events_ = TRY(EventWriter::on(connection_));
  return {};
}

Result<void> LogWriter::load_end() {
  auto head = TRY(connection_.prepare("SELECT house, size, last_recorded_at, peaks FROM log_head"));
  if (!TRY(head.step())) return fail(ErrorKind::broken, "store-damaged", "log_head is empty: see `kulla doctor`");
  durable_.house.bytes = head.bytes<16>(0);
  durable_.last_recorded_at = {head.integer(2)};
  auto tree = CompactRange::from(head.integer(1), head.blob(3));
  if (!tree || TRY(connection_.number("SELECT max(position) FROM event")) != tree->size())
    return fail(ErrorKind::broken, "store-damaged", "log_head does not fit the log: see `kulla doctor`");
  durable_.tree = std::move(*tree);
  head_ = durable_;
  return {};
}

bool LogWriter::ends_transaction(const Error& error) {
  return error.code == "disk-full" || error.code == "store-failed" || error.code == "store-damaged" ||
         error.code == "store-busy";
}

Result<void> LogWriter::begin() { return begin_.run(); }

Result<void> LogWriter::commit() {
  if (head_.tree.size() != durable_.tree.size()) {
    const auto peaks = head_.tree.peaks();
    const auto set =
        set_head_.bind(1, head_.tree.size()).bind(2, head_.last_recorded_at.micros).bind(3, ByteView(peaks)).run();
    if (!set) {
      roll_back();
      return set;
    }
  }
  if (const auto done = commit_.run(); !done) {
    roll_back();
    return done;
  }
  durable_ = head_;
  return {};
}

void LogWriter::roll_back() {
  if (connection_.in_transaction()) static_cast<void>(connection_.run("ROLLBACK"));
  head_ = durable_;
  streams_.clear();
  types_.clear();
}

Result<std::optional<Committed>> LogWriter::replayed(const Batch& batch) {
  const Resetting resetting(find_batch_);
  if (!TRY(find_batch_.bind(1, ByteView(batch.id)).step())) return std::optional<Committed>();
  if (find_batch_.bytes<32>(4) != batch.body_hash) return refuse("request-reused");
  return std::optional(read_committed(find_batch_));
}

Result<LogWriter::StreamState> LogWriter::stream_state(StreamId stream) {
  if (const auto known = streams_.find(stream); known != streams_.end()) return known->second;
  const Resetting resetting(find_stream_);
  StreamState state;
  if (TRY(find_stream_.bind(1, stream.view()).step()))
    state = {find_stream_.integer(0), static_cast<StreamKind>(find_stream_.integer(1)), find_stream_.integer(2)};
  if (streams_.size() >= streams_cached_max) streams_.clear();
  streams_.emplace(stream, state);
  return state;
}

Result<void> LogWriter::check_expectations(const Batch& batch) {
  for (const auto& [stream, version] : batch.expect) {
    if (version == Expectation::any) continue;
    const auto actual = TRY(stream_state(stream)).version;
    if (version != actual) return version_conflict(stream, version, actual);
  }
  return {};
}

Result<LogWriter::Streams> LogWriter::give_versions(Prepared& prepared) {
  Streams streams;
  for (auto& event : prepared.events) {
    auto found = streams.find(event.stream);
    if (found == streams.end()) {
      auto state = TRY(stream_state(event.stream));
      if (state.number == 0) state.kind = event.kind;
      found = streams.emplace(event.stream, state).first;
    }
    if (found->second.kind != event.kind) return stream_kind_changed(event.stream);
    event.version = ++found->second.version;
  }
  return streams;
}

Result<std::vector<TableWrite>> LogWriter::projected(const Prepared& prepared) const {
  std::vector<TableWrite> rows;
  if (prepared.batch.project) rows = TRY(prepared.batch.project(prepared.events));
  for (const auto& row : rows) TRY_VOID(check_write(row, tables_));
  for (const auto& row : prepared.batch.rows) TRY_VOID(check_write(row, tables_));
  return rows;
}

Result<Committed> LogWriter::append(Prepared& prepared) {
  const auto& batch = prepared.batch;
  if (auto known = TRY(replayed(batch))) return *known;
  TRY_VOID(check_expectations(batch));
  auto streams = TRY(give_versions(prepared));
  const Place at{head_.tree.size() + 1, std::max(clock_->now(), head_.last_recorded_at)};
  TRY_VOID(place(prepared, at));
  const auto rows = TRY(projected(prepared));

  Committed answer;
  answer.recorded_at = at.recorded_at;
  answer.answer_kind = batch.answer_kind;
  answer.body_hash = batch.body_hash;
  if (!prepared.events.empty()) {
    answer.first = at.first;
    answer.last = prepared.events.back().position;
  }
  TRY_VOID(in_savepoint([&]() -> Result<void> {
    TRY_VOID(insert(prepared, streams, answer));
    for (const auto& row : batch.rows) TRY_VOID(rows_->write(row));
    for (const auto& row : rows) TRY_VOID(rows_->write(row));
    return {};
  }));

  for (const auto& [id, state] : streams) streams_[id] = state;
  for (const auto& event : prepared.events) {
    head_.tree.append(leaf_of(event.entry));
    head_.last_recorded_at = at.recorded_at;
  }
  return answer;
}

Result<void> LogWriter::insert(const Prepared& prepared, Streams& streams, const Committed& answer) {
  for (const auto& event : prepared.events) {
    auto& stream = streams.at(event.stream);
    if (stream.number == 0) {
      TRY_VOID(add_stream_.bind(1, event.stream.view()).bind(2, static_cast<std::int64_t>(event.kind)).run());
      stream.number = connection_.last_insert_rowid();
    }
    TRY_VOID(note_type(event));
    TRY_VOID(events_.insert(event, stream.number));
  }
  const auto& batch = prepared.batch;
  return add_batch_.bind(1, ByteView(batch.id))
      .bind(2, static_cast<std::int64_t>(batch.actor.kind))
      .bind_id(3, batch.actor.account.bytes)
      .bind(4, ByteView(batch.body_hash))
      .bind(5, answer.first)
      .bind(6, answer.last)
      .bind(7, answer.recorded_at.micros)
      .bind(8, std::string_view(batch.answer_kind))
      .run();
}

Result<void> LogWriter::note_type(const Event& event) {
  std::pair type{event.type, event.type_version};
  if (types_.contains(type)) return {};
  TRY_VOID(add_type_.bind(1, std::string_view(event.type)).bind(2, std::int64_t{event.type_version}).run());
  types_.insert(std::move(type));
  return {};
}

Result<void> LogWriter::in_savepoint(const std::function<Result<void>()>& write) {
  if (!rows_) rows_ = std::make_unique<RowWriter>(connection_);
  TRY_VOID(save_.run());
  auto written = write();
  if (!written) {
    // Whether it had been noted is forgotten with the savepoint.
    types_.clear();
    if (ends_transaction(written.error())) return written;
    TRY_VOID(back_.run());
  }
  TRY_VOID(release_.run());
  return written;
}

Result<void> LogWriter::write_rows(const std::vector<TableWrite>& rows) {
  for (const auto& row : rows) {
    TRY_VOID(check_write(row, tables_));
    TRY_VOID(check_kind(row, false));
  }
  return in_savepoint([&]() -> Result<void> {
    for (const auto& row : rows) TRY_VOID(rows_->write(row));
    return {};
  });
}

Result<void> LogWriter::rebuild(const Snapshot& before,
                                const std::function<Result<void>(const Snapshot&, TableWriter&)>& fill) {
  struct Writer final : TableWriter {
    RowWriter& rows;
    std::span<const Table* const> tables;
    Writer(RowWriter& to, std::span<const Table* const> known) : rows(to), tables(known) {}
    Result<void> write(const TableWrite& write) override {
      TRY_VOID(check_write(write, tables));
      TRY_VOID(check_kind(write, true));
      return rows.write(write);
    }
  };
  if (!rows_) rows_ = std::make_unique<RowWriter>(connection_);
  TRY_VOID(begin());
  const auto filled = [&]() -> Result<void> {
    for (const auto* table : tables_)
      if (table->kind == TableKind::read) TRY_VOID(connection_.run("DELETE FROM " + quoted(table->name)));
    Writer writer(*rows_, tables_);
    return fill(before, writer);
  }();
  if (filled) return commit();
  roll_back();
  return filled;
}

}  // namespace kulla::eventlog::sqlite
