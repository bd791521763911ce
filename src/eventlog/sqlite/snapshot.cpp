#include "eventlog/sqlite/snapshot.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "eventlog/plan.hpp"
#include "eventlog/sqlite/rows.hpp"
#include "eventlog/tree.hpp"

namespace kulla::eventlog::sqlite {
namespace {

const std::string sections_at =
    "SELECT section, data_key, cipher, hash FROM event_section WHERE position = ?1 ORDER BY section";
const std::string sections_from =
    "SELECT position, section, data_key, cipher, hash FROM event_section WHERE position >= ?1 ORDER BY position, "
    "section";

std::string events_where(std::string_view condition) {
  return fmt::format("SELECT {} FROM event e JOIN stream s ON s.number = e.stream WHERE {}", event_columns, condition);
}
const std::string events_of_stream =
    events_where("e.stream = (SELECT number FROM stream WHERE id = ?1) AND e.version > ?2 ORDER BY e.version");
const std::string event_at = events_where("e.position = ?1");
// CROSS JOIN keeps SQLite from going through the streams first.
const std::string events_from = fmt::format(
    "SELECT {} FROM event e CROSS JOIN stream s ON s.number = e.stream WHERE e.position >= ?1 ORDER BY e.position",
    event_columns);

tl::unexpected<Error> section_alone(Position position) {
  return fail(ErrorKind::broken, "store-damaged",
              fmt::format("event_section at position {} belongs to no event; see `kulla doctor`", position));
}

class SqliteSnapshot final : public Snapshot {
 public:
  SqliteSnapshot(ReaderPool& pool, std::unique_ptr<Reader> reader) : pool_(pool), reader_(std::move(reader)) {}
  ~SqliteSnapshot() override {
    if (reader_->connection.run("COMMIT")) pool_.give_back(std::move(reader_));
  }

  /// The first read fixes what this snapshot sees.
  Result<void> begin() {
    TRY_VOID(reader_->connection.run("BEGIN"));
    auto* statement = TRY(reader_->statement("SELECT house, size, last_recorded_at, peaks FROM log_head"));
    const Resetting resetting(*statement);
    if (!TRY(statement->step())) return fail(ErrorKind::broken, "store-damaged", "log_head is empty");
    head_.house.bytes = statement->bytes<16>(0);
    head_.size = statement->integer(1);
    head_.last_recorded_at = {statement->integer(2)};
    const auto peaks = statement->blob(3);
    peaks_.assign(peaks.begin(), peaks.end());
    const auto range = CompactRange::from(head_.size, peaks_);
    if (!range) return fail(ErrorKind::broken, "store-damaged", "log_head: size and peaks differ; see `kulla doctor`");
    head_.root = range->root();
    return {};
  }

  Head head() const override { return head_; }
  Bytes peaks() const override { return peaks_; }

  Result<std::vector<Event>> stream(StreamId stream, Version after) const override {
    auto* rows = TRY(reader_->statement(events_of_stream));
    const Resetting resetting(*rows);
    rows->bind(1, stream.view()).bind(2, after);
    std::vector<Event> events;
    while (TRY(rows->step())) {
      read_event(*rows, events.emplace_back());
      TRY_VOID(add_sections(events.back()));
    }
    return events;
  }

  Result<Version> version(StreamId stream) const override {
    auto* found = TRY(
        reader_->statement("SELECT max(version) FROM event WHERE stream = (SELECT number FROM stream WHERE id = ?1)"));
    const Resetting resetting(*found);
    const bool any = TRY(found->bind(1, stream.view()).step());
    return any ? found->integer(0) : 0;
  }

  Result<std::vector<StreamId>> streams(StreamKind kind) const override {
    auto* rows = TRY(reader_->statement("SELECT id FROM stream WHERE kind = ?1 ORDER BY number"));
    const Resetting resetting(*rows);
    rows->bind(1, static_cast<std::int64_t>(kind));
    std::vector<StreamId> found;
    while (TRY(rows->step())) found.push_back({rows->bytes<16>(0)});
    return found;
  }

  Result<std::optional<Event>> at(Position position) const override {
    auto* rows = TRY(reader_->statement(event_at));
    const Resetting resetting(*rows);
    if (!TRY(rows->bind(1, position).step())) return std::optional<Event>();
    Event event;
    read_event(*rows, event);
    TRY_VOID(add_sections(event));
    return std::optional(std::move(event));
  }

  // Two cursors side by side: events and their sections lie in the same order.
  Result<void> log(Position from, const std::function<bool(const Event&)>& visit) const override {
    auto* events = TRY(reader_->statement(events_from));
    auto* sections = TRY(reader_->statement(sections_from));
    const Resetting resetting_events(*events);
    const Resetting resetting_sections(*sections);
    events->bind(1, from);
    bool more_sections = TRY(sections->bind(1, from).step());
    Event event;
    while (TRY(events->step())) {
      read_event(*events, event);
      event.sections.clear();
      while (more_sections && sections->integer(0) == event.position) {
        event.sections.push_back(read_section(*sections, 1));
        more_sections = TRY(sections->step());
      }
      if (more_sections && sections->integer(0) < event.position) return section_alone(sections->integer(0));
      if (!visit(event)) return {};
    }
    if (more_sections) return section_alone(sections->integer(0));
    return {};
  }

  Result<std::optional<Row>> get(const Table& table, const Row& key) const override {
    auto* rows = TRY(reader_->statement(sql_of_get(table)));
    const Resetting resetting(*rows);
    for (std::size_t i = 0; i < key.size(); ++i) rows->bind(static_cast<int>(i) + 1, key[i]);
    if (!TRY(rows->step())) return std::optional<Row>();
    return std::optional(read_row(*rows, table));
  }

  Result<std::vector<Row>> scan(const Scan& scan) const override {
    const auto plan = TRY(scan_plan(scan));
    auto* rows = TRY(reader_->statement(sql_of(scan, plan)));
    const Resetting resetting(*rows);
    int place = 0;
    for (const auto& value : scan.equal) rows->bind(++place, value);
    if (scan.from) rows->bind(++place, *scan.from);
    if (scan.before) rows->bind(++place, *scan.before);
    rows->bind(++place, static_cast<std::int64_t>(std::min<std::size_t>(scan.limit, INT64_MAX)));
    std::vector<Row> found;
    while (TRY(rows->step())) found.push_back(read_row(*rows, *scan.table));
    return found;
  }

  Result<std::optional<Committed>> batch(const BatchId& id) const override {
    auto* rows =
        TRY(reader_->statement("SELECT first, last, recorded_at, answer_kind, body_hash FROM batch WHERE id = ?1"));
    const Resetting resetting(*rows);
    if (!TRY(rows->bind(1, ByteView(id)).step())) return std::optional<Committed>();
    return std::optional(read_committed(*rows));
  }

 private:
  Result<void> add_sections(Event& event) const {
    auto* rows = TRY(reader_->statement(sections_at));
    const Resetting resetting(*rows);
    rows->bind(1, event.position);
    while (TRY(rows->step())) event.sections.push_back(read_section(*rows, 0));
    return {};
  }

  ReaderPool& pool_;
  std::unique_ptr<Reader> reader_;
  Head head_;
  Bytes peaks_;
};

}  // namespace

Result<Statement*> Reader::statement(const std::string& sql) {
  if (const auto found = statements.find(sql); found != statements.end()) return &found->second;
  return &statements.emplace(sql, TRY(connection.prepare(sql))).first->second;
}

Result<std::unique_ptr<Snapshot>> ReaderPool::snapshot() {
  std::unique_ptr<Reader> reader;
  {
    const std::scoped_lock lock(mutex_);
    if (!idle_.empty()) {
      reader = std::move(idle_.back());
      idle_.pop_back();
    }
  }
  if (!reader) reader = std::make_unique<Reader>(TRY(Connection::open(path_, vfs_, Connection::Use::read)));
  auto snapshot = std::make_unique<SqliteSnapshot>(*this, std::move(reader));
  TRY_VOID(snapshot->begin());
  return std::unique_ptr<Snapshot>(std::move(snapshot));
}

void ReaderPool::give_back(std::unique_ptr<Reader> reader) {
  const std::scoped_lock lock(mutex_);
  if (idle_.size() < idle_max) idle_.push_back(std::move(reader));
}

}  // namespace kulla::eventlog::sqlite
