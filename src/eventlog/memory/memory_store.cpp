#include "eventlog/memory/memory_store.hpp"

#include <algorithm>
#include <map>
#include <mutex>

#include "eventlog/entry.hpp"
#include "eventlog/plan.hpp"
#include "eventlog/prepare.hpp"
#include "eventlog/tree.hpp"

namespace kulla::eventlog {
namespace {

struct KnownBatch {
  Hash body_hash;
  Committed answer;
};

using Rows = std::map<Row, Row>;  // by key; Value's own order is SQLite's

struct State {
  std::vector<std::shared_ptr<const Event>> events;  // position 1 first
  std::map<BatchId, KnownBatch> batches;
  std::map<const Table*, Rows> tables;
  Instant last_recorded_at;
  CompactRange tree;

  Version version(StreamId stream) const {
    Version version = 0;
    for (const auto& event : events)
      if (event->stream == stream) version = event->version;
    return version;
  }
  std::optional<StreamKind> kind(StreamId stream) const {
    for (const auto& event : events)
      if (event->stream == stream) return event->kind;
    return std::nullopt;
  }
};

bool is_in(const Table& table, const std::optional<Where>& where, const Row& row) {
  if (!where) return true;
  const auto& value = row[column_of(table, where->column)];
  const bool is_null = std::holds_alternative<std::monostate>(value);
  switch (where->kind) {
    case Where::Kind::is_null:
      return is_null;
    case Where::Kind::is_not_null:
      return !is_null;
    case Where::Kind::one_of: {
      const auto* number = std::get_if<std::int64_t>(&value);
      return number != nullptr && std::find(where->values.begin(), where->values.end(), *number) != where->values.end();
    }
  }
  return false;
}

/// The values an index holds of this row; nothing when it leaves the row out.
std::optional<Row> indexed(const Table& table, const Index& index, const Row& row) {
  if (!is_in(table, index.where, row)) return std::nullopt;
  Row values;
  for (const auto& column : index.columns) values.push_back(row[column_of(table, column)]);
  return values;
}

bool has_null(const Row& values) {
  return std::any_of(values.begin(), values.end(),
                     [](const Value& value) { return std::holds_alternative<std::monostate>(value); });
}

Row key_of(const Table& table, const Row& row) {
  return {row.begin(), row.begin() + static_cast<std::ptrdiff_t>(table.key_columns)};
}

bool breaks_unique(const Table& table, const Rows& rows, const Row& row) {
  for (const auto& index : table.indexes) {
    if (!index.unique) continue;
    const auto values = indexed(table, index, row);
    if (!values || has_null(*values)) continue;  // NULLs are never equal
    for (const auto& [key, other] : rows)
      if (key != key_of(table, row) && indexed(table, index, other) == values) return true;
  }
  return false;
}

Result<void> apply(std::map<const Table*, Rows>& tables, const TableWrite& write) {
  const auto& table = *write.table;
  auto& rows = tables[write.table];
  const auto key = key_of(table, write.row);
  switch (write.kind) {
    case TableWrite::Kind::erase:
      rows.erase(key);
      return {};
    case TableWrite::Kind::insert:
      if (rows.contains(key)) return row_exists(table);
      [[fallthrough]];
    case TableWrite::Kind::put:
      if (breaks_unique(table, rows, write.row)) return row_exists(table);
      rows[key] = write.row;
      return {};
  }
  return {};
}

class MemorySnapshot final : public Snapshot {
 public:
  MemorySnapshot(HouseId house, std::shared_ptr<const State> state) : house_(house), state_(std::move(state)) {}

  Head head() const override {
    return {house_, static_cast<std::int64_t>(state_->events.size()), state_->last_recorded_at, state_->tree.root()};
  }
  Bytes peaks() const override { return state_->tree.peaks(); }
  Result<std::vector<Event>> stream(StreamId stream, Version after) const override {
    std::vector<Event> found;
    for (const auto& event : state_->events)
      if (event->stream == stream && event->version > after) found.push_back(*event);
    return found;
  }
  Result<Version> version(StreamId stream) const override { return state_->version(stream); }
  Result<std::vector<StreamId>> streams(StreamKind kind) const override {
    std::vector<StreamId> found;
    for (const auto& event : state_->events)
      if (event->kind == kind && event->version == 1) found.push_back(event->stream);
    return found;
  }
  Result<std::optional<Event>> at(Position position) const override {
    if (position < 1 || position > static_cast<Position>(state_->events.size())) return std::optional<Event>();
    return std::optional(*state_->events[static_cast<std::size_t>(position - 1)]);
  }
  Result<void> log(Position from, const std::function<bool(const Event&)>& visit) const override {
    for (const auto& event : state_->events)
      if (event->position >= from && !visit(*event)) break;
    return {};
  }
  Result<std::optional<Row>> get(const Table& table, const Row& key) const override {
    const auto found = rows(table).find(key);
    return found == rows(table).end() ? std::optional<Row>() : std::optional(found->second);
  }
  Result<std::vector<Row>> scan(const Scan& scan) const override;
  Result<std::optional<Committed>> batch(const BatchId& id) const override {
    const auto found = state_->batches.find(id);
    if (found == state_->batches.end()) return std::optional<Committed>();
    auto answer = found->second.answer;
    answer.replayed = true;
    return std::optional(answer);
  }

 private:
  const Rows& rows(const Table& table) const {
    static const Rows none;
    const auto found = state_->tables.find(&table);
    return found == state_->tables.end() ? none : found->second;
  }
  HouseId house_;
  std::shared_ptr<const State> state_;
};

Result<std::vector<Row>> MemorySnapshot::scan(const Scan& scan) const {
  const auto& table = *scan.table;
  const auto plan = TRY(scan_plan(scan));
  std::vector<std::pair<Row, Row>> found;  // by what the index sorts by: its columns, then the key
  for (const auto& [key, row] : rows(table)) {
    if (plan.index != nullptr && !is_in(table, plan.index->where, row)) continue;
    Row order;
    for (const auto column : plan.columns) order.push_back(row[column]);
    bool fits = true;
    for (std::size_t i = 0; i < scan.equal.size(); ++i) fits = fits && order[i] == scan.equal[i];
    if (scan.from || scan.before) {
      const auto& value = order[scan.equal.size()];
      fits = fits && !std::holds_alternative<std::monostate>(value);  // NULL lies in no range
      if (scan.from) fits = fits && value >= *scan.from;
      if (scan.before) fits = fits && value < *scan.before;
    }
    if (fits) found.emplace_back(std::move(order), row);
  }
  std::sort(found.begin(), found.end());
  if (scan.descending) std::reverse(found.begin(), found.end());
  std::vector<Row> rows;
  for (auto& [order, row] : found)
    if (rows.size() < scan.limit) rows.push_back(std::move(row));
  return rows;
}

class MemoryStore final : public Store {
 public:
  explicit MemoryStore(MemoryOptions options) : options_(std::move(options)) {}

  Result<Committed> append(Batch batch) override {
    const std::scoped_lock lock(mutex_);
    auto prepared = TRY(prepare(std::move(batch), *options_.chance));
    if (const auto known = state_->batches.find(prepared.batch.id); known != state_->batches.end()) {
      if (known->second.body_hash != prepared.batch.body_hash) return refuse("request-reused");
      auto answer = known->second.answer;
      answer.replayed = true;
      return answer;
    }
    auto next = std::make_shared<State>(*state_);
    auto committed = TRY(commit(*next, prepared));
    state_ = std::move(next);
    if (wake_ && !prepared.events.empty()) wake_(prepared.events);
    return committed;
  }

  Result<std::unique_ptr<Snapshot>> snapshot() const override {
    const std::scoped_lock lock(mutex_);
    return std::unique_ptr<Snapshot>(std::make_unique<MemorySnapshot>(options_.house, state_));
  }

  void on_commit(std::function<void(std::span<const Event>)> wake) override { wake_ = std::move(wake); }

  Result<void> rebuild(const std::function<Result<void>(const Snapshot&, TableWriter&)>& fill) override {
    struct Writer final : TableWriter {
      State& state;
      const MemoryOptions& options;
      Writer(State& into, const MemoryOptions& with) : state(into), options(with) {}
      Result<void> write(const TableWrite& write) override {
        TRY_VOID(check_write(write, options.tables));
        TRY_VOID(check_kind(write, true));
        return apply(state.tables, write);
      }
    };
    const std::scoped_lock lock(mutex_);
    auto next = std::make_shared<State>(*state_);
    for (auto& [table, rows] : next->tables)
      if (table->kind == TableKind::read) rows.clear();
    Writer writer(*next, options_);
    const MemorySnapshot before(options_.house, state_);
    TRY_VOID(fill(before, writer));
    state_ = std::move(next);
    return {};
  }

  Result<void> write_rows(std::vector<TableWrite> rows) override {
    const std::scoped_lock lock(mutex_);
    auto next = std::make_shared<State>(*state_);
    for (const auto& row : rows) {
      TRY_VOID(check_write(row, options_.tables));
      TRY_VOID(check_kind(row, false));
      TRY_VOID(apply(next->tables, row));
    }
    state_ = std::move(next);
    return {};
  }

 private:
  Result<Committed> commit(State& next, Prepared& prepared) const {
    const auto& batch = prepared.batch;
    for (const auto& [stream, version] : batch.expect) {
      const auto actual = next.version(stream);
      if (version != Expectation::any && version != actual) return version_conflict(stream, version, actual);
    }
    std::map<StreamId, Version> versions;
    std::map<StreamId, StreamKind> kinds;
    for (auto& event : prepared.events) {
      const auto before = versions.try_emplace(event.stream, next.version(event.stream)).first;
      const auto kind = kinds.try_emplace(event.stream, next.kind(event.stream).value_or(event.kind)).first->second;
      if (kind != event.kind) return stream_kind_changed(event.stream);
      event.version = ++before->second;
    }
    const Place at{static_cast<Position>(next.events.size()) + 1,
                   std::max(options_.clock->now(), next.last_recorded_at)};
    TRY_VOID(place(prepared, at));
    TRY_VOID(write_tables(next, prepared));
    Committed answer{.recorded_at = at.recorded_at, .answer_kind = batch.answer_kind, .body_hash = batch.body_hash};
    if (!prepared.events.empty()) {
      answer.first = at.first;
      answer.last = prepared.events.back().position;
    }
    for (const auto& event : prepared.events) {
      next.events.push_back(std::make_shared<const Event>(event));
      next.tree.append(leaf_of(event.entry));
      next.last_recorded_at = at.recorded_at;
    }
    next.batches[batch.id] = {batch.body_hash, answer};
    return answer;
  }

  Result<void> write_tables(State& next, const Prepared& prepared) const {
    auto rows = prepared.batch.rows;
    if (prepared.batch.project) {
      auto more = TRY(prepared.batch.project(prepared.events));
      rows.insert(rows.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    }
    for (const auto& row : rows) {
      TRY_VOID(check_write(row, options_.tables));
      TRY_VOID(apply(next.tables, row));
    }
    return {};
  }

  MemoryOptions options_;
  mutable std::mutex mutex_;
  std::shared_ptr<const State> state_ = std::make_shared<State>();
  std::function<void(std::span<const Event>)> wake_;
};

}  // namespace

std::unique_ptr<Store> open_memory_store(MemoryOptions options) {
  return std::make_unique<MemoryStore>(std::move(options));
}

}  // namespace kulla::eventlog
