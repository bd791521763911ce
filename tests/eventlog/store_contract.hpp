// The promises of store.hpp, each as a test that every backend runs. A backend is a type with `Store& store()`,
// `ManualClock& clock()` and `void reopen()`, made anew for each test.
#pragma once

#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "base/clock.hpp"
#include "eventlog/entry.hpp"
#include "eventlog/sample.hpp"
#include "eventlog/tree.hpp"

namespace kulla::eventlog::test {

template <class Backend>
class StoreContract : public testing::Test {
 public:
  Store& store() { return backend_.store(); }
  ManualClock& clock() { return backend_.clock(); }
  void reopen() { backend_.reopen(); }

  Committed append(Batch batch) {
    auto committed = store().append(std::move(batch));
    EXPECT_TRUE(committed.has_value()) << to_line(committed.error());
    return committed ? *committed : Committed{};
  }
  std::string refused(Batch batch) {
    const auto committed = store().append(std::move(batch));
    EXPECT_FALSE(committed.has_value());
    return committed ? "" : committed.error().code;
  }
  std::unique_ptr<Snapshot> snapshot() { return store().snapshot().value(); }
  std::vector<Event> events() {
    std::vector<Event> all;
    EXPECT_TRUE(snapshot()->log(1, [&](const Event& event) {
      all.push_back(event);
      return true;
    }));
    return all;
  }
  std::vector<std::int64_t> ids(const Scan& scan) {
    std::vector<std::int64_t> found;
    const auto rows = snapshot()->scan(scan);
    EXPECT_TRUE(rows.has_value()) << to_line(rows.error());
    if (rows)
      for (const auto& row : *rows) found.push_back(std::get<std::int64_t>(row[0]));
    return found;
  }
  std::size_t rows_of(const Table& table) {
    const auto rows = snapshot()->scan({.table = &table, .index = {}, .equal = {}, .limit = 1000});  // all of a test's
    return rows.value().size();
  }

 private:
  Backend backend_;
};

TYPED_TEST_SUITE_P(StoreContract);

// What a fresh log looks like, and what one batch leaves behind.

TYPED_TEST_P(StoreContract, an_empty_log_has_a_head_of_no_leaves) {
  const auto head = this->snapshot()->head();
  EXPECT_EQ(head.size, 0);
  EXPECT_FALSE(head.house.is_nil());
  EXPECT_EQ(head.root, CompactRange().root());
  EXPECT_TRUE(this->events().empty());
  EXPECT_TRUE(this->snapshot()->stream(stream_id(1)).value().empty());
  EXPECT_EQ(this->snapshot()->version(stream_id(1)).value(), 0);
  EXPECT_FALSE(this->snapshot()->at(1).value().has_value());
}

TYPED_TEST_P(StoreContract, an_event_is_read_back_as_it_was_appended) {
  auto batch = batch_of(
      1,
      {with_section(with_section(told(stream_id(1), StreamKind::victim), "identity", Bytes(300, 7)), "body", {1, 2, 3}),
       told(stream_id(1), StreamKind::victim, "vau")});
  batch.actor = Actor::person({stream_id(77).bytes});
  batch.acting_group = {stream_id(78).bytes};
  batch.events[1].cause = Cause{Cause::Where::batch, 0};
  this->clock().set({1'700'000'100'000'000});
  const auto committed = this->append(batch);
  EXPECT_EQ(committed.first, 1);
  EXPECT_EQ(committed.last, 2);
  EXPECT_FALSE(committed.replayed);
  EXPECT_EQ(committed.answer_kind, "told");
  EXPECT_EQ(committed.recorded_at, Instant{1'700'000'100'000'000});

  const auto events = this->events();
  ASSERT_EQ(events.size(), 2U);
  const auto& event = events[0];
  EXPECT_EQ(event.position, 1);
  EXPECT_EQ(event.stream, stream_id(1));
  EXPECT_EQ(event.kind, StreamKind::victim);
  EXPECT_EQ(event.version, 1);
  EXPECT_EQ(event.type, "test.told");
  EXPECT_EQ(event.type_version, 1);
  EXPECT_EQ(event.batch, batch_id(1));
  EXPECT_EQ(event.batch_index, 0);
  EXPECT_EQ(event.recorded_at, committed.recorded_at);
  EXPECT_EQ(event.occurred_at, Instant{1'700'000'000'000'000});
  EXPECT_EQ(event.occurred_precision, Precision::minute);
  EXPECT_EQ(event.actor, batch.actor);
  EXPECT_EQ(event.acting_group, batch.acting_group);
  EXPECT_EQ(event.ground, "test");
  EXPECT_FALSE(event.cause.has_value());
  EXPECT_EQ(event.open.text(), R"({"party":"prosecutor","times":1})");
  ASSERT_EQ(event.sections.size(), 2U);
  EXPECT_EQ(event.sections[0].name, "body") << "sections are in the order of their names";
  EXPECT_EQ(event.sections[0].cipher, (Bytes{1, 2, 3}));
  EXPECT_EQ(event.sections[0].data_key, data_key_id(9));
  EXPECT_EQ(event.sections[1].cipher, Bytes(300, 7));
  EXPECT_EQ(events[1].cause, 1);
  EXPECT_EQ(events[1].version, 2);
  EXPECT_TRUE(events[1].sections.empty());
  EXPECT_NE(event.salt, events[1].salt);
}

TYPED_TEST_P(StoreContract, entries_and_head_are_what_the_events_say) {
  for (std::uint64_t i = 1; i <= 9; ++i)
    this->append(batch_of(i, {with_section(told(stream_id(i)), "body", Bytes(i, 1)), told(stream_id(i))}));
  CompactRange range;
  for (const auto& event : this->events()) {
    EXPECT_EQ(event.entry, entry_of(event));
    for (const auto& section : event.sections) EXPECT_EQ(section.hash, hash_of_cipher(section.cipher));
    range.append(leaf_of(event.entry));
  }
  const auto snapshot = this->snapshot();
  EXPECT_EQ(snapshot->head().size, 18);
  EXPECT_EQ(snapshot->head().root, range.root());
  EXPECT_EQ(snapshot->peaks(), range.peaks());
}

TYPED_TEST_P(StoreContract, streams_are_read_alone_and_from_a_version_on) {
  this->append(batch_of(1, {told(stream_id(1)), told(stream_id(2)), told(stream_id(1))}));
  const auto snapshot = this->snapshot();
  const auto all = snapshot->stream(stream_id(1)).value();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].position, 1);
  EXPECT_EQ(all[1].position, 3);
  EXPECT_EQ(snapshot->stream(stream_id(1), 1).value().size(), 1U);
  EXPECT_TRUE(snapshot->stream(stream_id(1), 2).value().empty());
  EXPECT_EQ(snapshot->version(stream_id(1)).value(), 2);
  EXPECT_EQ(snapshot->at(2).value()->stream, stream_id(2));
  EXPECT_EQ(snapshot->streams(StreamKind::case_file).value(), (std::vector{stream_id(1), stream_id(2)}));
  EXPECT_TRUE(snapshot->streams(StreamKind::victim).value().empty());
}

TYPED_TEST_P(StoreContract, the_log_is_visited_from_a_position_until_the_visitor_has_enough) {
  for (std::uint64_t i = 1; i <= 5; ++i) this->append(batch_of(i, {told(stream_id(i))}));
  std::vector<Position> seen;
  ASSERT_TRUE(this->snapshot()->log(2, [&](const Event& event) {
    seen.push_back(event.position);
    return event.position < 4;
  }));
  EXPECT_EQ(seen, (std::vector<Position>{2, 3, 4}));
}

// 1. All or nothing.

TYPED_TEST_P(StoreContract, a_refused_row_leaves_nothing_of_the_batch) {
  auto first = batch_of(1, {told(stream_id(1))});
  first.rows = {put_thing(1, 5, 10, 1)};
  this->append(first);
  auto second = batch_of(2, {with_section(told(stream_id(2)), "body", {1})});
  second.rows = {put_thing(2, 5, 11, 1), thing(TableWrite::Kind::insert, 1, 5, 12, 1)};
  EXPECT_EQ(this->refused(second), "row-exists");
  EXPECT_EQ(this->events().size(), 1U);
  EXPECT_EQ(this->rows_of(thing_table), 1U);
  EXPECT_EQ(this->snapshot()->version(stream_id(2)).value(), 0);
  EXPECT_FALSE(this->snapshot()->batch(batch_id(2)).value().has_value());
  EXPECT_EQ(this->append(batch_of(2, {told(stream_id(2))})).first, 2) << "the refused batch took no position";
}

TYPED_TEST_P(StoreContract, a_projection_sees_the_places_of_its_events_and_its_rows_are_part_of_the_batch) {
  auto batch = batch_of(1, {told(stream_id(1)), told(stream_id(1))});
  batch.project = [](std::span<const Event> committed) -> Result<std::vector<TableWrite>> {
    std::vector<TableWrite> rows;
    for (const auto& event : committed)
      rows.push_back(put_thing(event.position, event.version, event.recorded_at.micros, 1));
    return rows;
  };
  const auto committed = this->append(batch);
  const auto row = this->snapshot()->get(thing_table, {std::int64_t{2}}).value();
  ASSERT_TRUE(row.has_value());
  EXPECT_EQ((*row)[1], Value(std::int64_t{2}));
  EXPECT_EQ((*row)[2], Value(committed.recorded_at.micros));
}

TYPED_TEST_P(StoreContract, an_error_of_the_projection_refuses_the_batch) {
  auto batch = batch_of(1, {told(stream_id(1))});
  batch.rows = {put_thing(1, 5, 10, 1)};
  batch.project = [](std::span<const Event>) -> Result<std::vector<TableWrite>> { return refuse("bed-taken"); };
  EXPECT_EQ(this->refused(batch), "bed-taken");
  EXPECT_TRUE(this->events().empty());
  EXPECT_EQ(this->rows_of(thing_table), 0U);
}

TYPED_TEST_P(StoreContract, a_malformed_batch_is_refused_with_the_rule_that_it_breaks) {
  const auto rule = [&](const std::function<void(Batch&)>& spoil) {
    auto batch = batch_of(1, {told(stream_id(1))});
    spoil(batch);
    const auto answer = this->store().append(std::move(batch));
    EXPECT_FALSE(answer.has_value());
    if (answer) return std::string();
    EXPECT_EQ(answer.error().code, "batch-malformed");
    EXPECT_EQ(answer.error().kind, ErrorKind::broken);
    return answer.error().where;
  };
  EXPECT_EQ(rule([](Batch& b) { b.id = {}; }), "a batch has an id");
  EXPECT_EQ(rule([](Batch& b) { b.ground = "Because I say so"; }), "the ground is a code of the policy table");
  EXPECT_EQ(rule([](Batch& b) { b.expect.clear(); }), "every stream appended to is expected");
  EXPECT_EQ(rule([](Batch& b) { b.expect[0].version = Expectation::any; }),
            "only an access stream may be at any version");
  EXPECT_EQ(rule([](Batch& b) { b.expect.push_back(b.expect[0]); }), "a stream is expected once");
  EXPECT_EQ(rule([](Batch& b) { b.events[0] = with_section(b.events[0], "body", {}); }),
            "a section has a ciphertext of at most 16 MiB");
  EXPECT_EQ(rule([](Batch& b) { b.events[0] = with_section(with_section(b.events[0], "body", {1}), "body", {2}); }),
            "an event has a section once");
  EXPECT_EQ(rule([](Batch& b) { b.events[0].cause = Cause{Cause::Where::batch, 0}; }),
            "a cause lies before its effect");
  EXPECT_EQ(rule([](Batch& b) { b.events[0].cause = Cause{Cause::Where::log, 1}; }), "a cause lies in the log");
  EXPECT_EQ(rule([](Batch& b) { b.actor = Actor::person({}); }), "a person, and only a person, acts by an account");
  EXPECT_EQ(rule([](Batch& b) { b.rows = {{TableWrite::Kind::put, &thing_table, {std::int64_t{1}}}}; }),
            "thing: a row has 6 values");
  EXPECT_EQ(rule([](Batch& b) { b.rows = {put_thing(1, std::string("x"), 1, 1)}; }),
            "thing.owner: not of the plan's type");
  static const Table stranger{
      .name = "stranger", .kind = TableKind::read, .columns = {{.name = "id"}}, .key_columns = 1, .indexes = {}};
  EXPECT_EQ(rule([](Batch& b) { b.rows = {{TableWrite::Kind::put, &stranger, {std::int64_t{1}}}}; }),
            "a row belongs to a table that the store was opened with");
  EXPECT_TRUE(this->events().empty());
}

TYPED_TEST_P(StoreContract, a_stream_keeps_its_kind) {
  this->append(batch_of(1, {told(stream_id(1))}));
  EXPECT_EQ(this->refused(batch_of(2, {told(stream_id(1), StreamKind::victim)}, 1)), "batch-malformed");
  EXPECT_EQ(this->refused(batch_of(3, {told(stream_id(3)), told(stream_id(3), StreamKind::victim)})),
            "batch-malformed");
}

// 2. Durable before answered: what can be seen of it from outside; the power cuts are sqlite_power_test.cpp.

TYPED_TEST_P(StoreContract, what_was_answered_is_there_after_opening_anew) {
  auto batch = batch_of(1, {with_section(told(stream_id(1)), "body", {1, 2})});
  batch.rows = {put_thing(1, 5, 10, 1)};
  this->append(batch);
  const auto before = this->snapshot()->head();
  this->reopen();
  EXPECT_EQ(this->snapshot()->head().root, before.root);
  EXPECT_EQ(this->snapshot()->head().house, before.house);
  EXPECT_EQ(this->events().size(), 1U);
  EXPECT_EQ(this->rows_of(thing_table), 1U);
  EXPECT_EQ(this->append(batch_of(2, {told(stream_id(1))}, 1)).first, 2);
  EXPECT_EQ(this->events()[1].version, 2);
}

// 3. One order.

TYPED_TEST_P(StoreContract, recorded_at_never_decreases_when_the_clock_jumps_back) {
  this->clock().set({2'000'000});
  EXPECT_EQ(this->append(batch_of(1, {told(stream_id(1))})).recorded_at, Instant{2'000'000});
  this->clock().set({1'000'000});
  EXPECT_EQ(this->append(batch_of(2, {told(stream_id(2))})).recorded_at, Instant{2'000'000});
  this->reopen();
  EXPECT_EQ(this->append(batch_of(3, {told(stream_id(3))})).recorded_at, Instant{2'000'000});
  this->clock().set({3'000'000});
  EXPECT_EQ(this->append(batch_of(4, {told(stream_id(4))})).recorded_at, Instant{3'000'000});
  EXPECT_EQ(this->snapshot()->head().last_recorded_at, Instant{3'000'000});
}

TYPED_TEST_P(StoreContract, thirty_two_writers_make_one_dense_order) {
  constexpr std::uint64_t writers = 32;
  constexpr std::uint64_t each = 12;
  std::vector<std::thread> threads;
  for (std::uint64_t w = 0; w < writers; ++w)
    threads.emplace_back([this, w] {
      for (std::uint64_t i = 0; i < each; ++i) {
        auto batch = batch_of(w * each + i + 1, {told(stream_id(w)), told(stream_id(w))}, static_cast<Version>(2 * i));
        this->append(std::move(batch));
      }
    });
  for (auto& thread : threads) thread.join();
  const auto events = this->events();
  ASSERT_EQ(events.size(), 2 * writers * each);
  std::map<StreamId, Version> versions;
  CompactRange range;
  for (std::size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(events[i].position, static_cast<Position>(i) + 1);
    EXPECT_EQ(events[i].version, ++versions[events[i].stream]);
    if (events[i].batch_index == 1) {
      EXPECT_EQ(events[i - 1].batch, events[i].batch) << "a batch stands together";
    }
    EXPECT_GE(events[i].recorded_at, events[i > 0 ? i - 1 : 0].recorded_at);
    range.append(leaf_of(events[i].entry));
  }
  EXPECT_EQ(this->snapshot()->head().root, range.root());
}

// 4. Expected versions.

TYPED_TEST_P(StoreContract, a_stream_that_has_moved_on_refuses_the_batch) {
  this->append(batch_of(1, {told(stream_id(1))}));
  EXPECT_EQ(this->refused(batch_of(2, {told(stream_id(1))}, 0)), "version-conflict");
  EXPECT_EQ(this->refused(batch_of(2, {told(stream_id(1))}, 2)), "version-conflict");
  EXPECT_EQ(this->append(batch_of(2, {told(stream_id(1))}, 1)).first, 2);
}

TYPED_TEST_P(StoreContract, a_stream_that_is_only_looked_at_counts_too) {
  this->append(batch_of(1, {told(stream_id(1))}));
  auto batch = batch_of(2, {told(stream_id(2))});
  batch.expect.push_back({stream_id(1), 0});
  const auto answer = this->store().append(batch);
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().code, "version-conflict");
  EXPECT_EQ(answer.error().kind, ErrorKind::conflict);
  batch.expect[1].version = 1;
  EXPECT_EQ(this->append(batch).first, 2);
}

TYPED_TEST_P(StoreContract, an_access_stream_may_be_at_any_version) {
  for (std::uint64_t i = 1; i <= 3; ++i) {
    auto batch = batch_of(i, {told(stream_id(1), StreamKind::access)});
    batch.expect[0].version = Expectation::any;
    EXPECT_EQ(this->append(batch).first, static_cast<Position>(i));
  }
  EXPECT_EQ(this->snapshot()->version(stream_id(1)).value(), 3);
}

TYPED_TEST_P(StoreContract, of_many_who_race_for_one_version_one_wins) {
  std::atomic<int> won{0};
  std::vector<std::thread> threads;
  for (std::uint64_t w = 0; w < 16; ++w)
    threads.emplace_back([&, w] {
      const auto answer = this->store().append(batch_of(w + 1, {told(stream_id(1))}));
      if (answer) {
        ++won;
      } else {
        EXPECT_EQ(answer.error().code, "version-conflict");
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(won, 1);
  EXPECT_EQ(this->events().size(), 1U);
}

TYPED_TEST_P(StoreContract, a_batch_without_events_insists_that_nothing_changed) {
  this->append(batch_of(1, {told(stream_id(1))}));
  auto batch = batch_of(2, {});
  batch.expect = {{stream_id(1), 0}};
  EXPECT_EQ(this->refused(batch), "version-conflict");
  batch.expect[0].version = 1;
  batch.rows = {put_thing(4, {}, {}, 1)};
  const auto committed = this->append(batch);
  EXPECT_EQ(committed.first, 0);
  EXPECT_EQ(committed.last, 0);
  EXPECT_EQ(this->rows_of(thing_table), 1U);
  EXPECT_TRUE(this->append(batch).replayed);
}

// 5. Idempotent.

TYPED_TEST_P(StoreContract, a_repeated_batch_gets_the_first_answer_and_writes_nothing) {
  this->clock().set({5'000'000});
  const auto first = this->append(batch_of(1, {told(stream_id(1)), told(stream_id(1))}));
  this->append(batch_of(2, {told(stream_id(1))}, 2));
  this->clock().set({9'000'000});
  for (int again = 0; again < 2; ++again) {
    const auto answer = this->append(batch_of(1, {told(stream_id(1)), told(stream_id(1))}));
    EXPECT_TRUE(answer.replayed);
    EXPECT_EQ(answer.first, first.first);
    EXPECT_EQ(answer.last, first.last);
    EXPECT_EQ(answer.recorded_at, first.recorded_at);
    EXPECT_EQ(answer.answer_kind, "told");
    this->reopen();
  }
  EXPECT_EQ(this->events().size(), 3U);
  const auto known = this->snapshot()->batch(batch_id(1)).value();
  ASSERT_TRUE(known.has_value());
  EXPECT_EQ(known->last, 2);
  EXPECT_TRUE(known->replayed);
  EXPECT_EQ(known->body_hash, batch_of(1, {}).body_hash);
}

TYPED_TEST_P(StoreContract, the_same_id_with_another_body_is_refused) {
  this->append(batch_of(1, {told(stream_id(1))}));
  auto other = batch_of(1, {told(stream_id(2))});
  other.body_hash = body(2);
  const auto answer = this->store().append(other);
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().code, "request-reused");
  EXPECT_EQ(answer.error().kind, ErrorKind::refused);
}

TYPED_TEST_P(StoreContract, a_refused_batch_may_come_again_under_its_id) {
  this->append(batch_of(1, {told(stream_id(1))}));
  EXPECT_EQ(this->refused(batch_of(2, {told(stream_id(1))}, 0)), "version-conflict");
  EXPECT_FALSE(this->append(batch_of(2, {told(stream_id(1))}, 1)).replayed);
}

TYPED_TEST_P(StoreContract, of_racing_replays_one_is_written_and_all_get_its_answer) {
  std::atomic<int> written{0};
  std::vector<std::thread> threads;
  for (int w = 0; w < 16; ++w)
    threads.emplace_back([&] {
      for (std::uint64_t i = 1; i <= 10; ++i) {
        const auto answer = this->append(batch_of(i, {told(stream_id(i))}));
        EXPECT_EQ(answer.last, answer.first);
        EXPECT_EQ(this->snapshot()->at(answer.first).value()->stream, stream_id(i));
        if (!answer.replayed) ++written;
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(written, 10);
  EXPECT_EQ(this->events().size(), 10U);
}

// 6. Snapshots.

TYPED_TEST_P(StoreContract, a_snapshot_keeps_seeing_log_and_tables_as_they_were) {
  auto batch = batch_of(1, {told(stream_id(1))});
  batch.rows = {put_thing(1, 5, 10, 1)};
  this->append(batch);
  const auto old = this->snapshot();
  auto next = batch_of(2, {told(stream_id(1))}, 1);
  next.rows = {put_thing(1, 6, 10, 1), put_thing(2, 6, 11, 1)};
  this->append(next);
  EXPECT_EQ(old->head().size, 1);
  EXPECT_EQ(old->version(stream_id(1)).value(), 1);
  EXPECT_EQ(old->stream(stream_id(1)).value().size(), 1U);
  EXPECT_FALSE(old->at(2).value().has_value());
  EXPECT_EQ((*old->get(thing_table, {std::int64_t{1}}).value())[1], Value(std::int64_t{5}));
  EXPECT_FALSE(old->batch(batch_id(2)).value().has_value());
  EXPECT_EQ(this->snapshot()->head().size, 2);
  EXPECT_EQ(this->rows_of(thing_table), 2U);
}

TYPED_TEST_P(StoreContract, readers_during_writes_see_tables_that_fit_the_log) {
  std::atomic<bool> done{false};
  std::vector<std::thread> readers;
  for (int r = 0; r < 4; ++r)
    readers.emplace_back([&] {
      std::int64_t last = 0;
      while (!done) {
        const auto snapshot = this->store().snapshot().value();
        const auto size = snapshot->head().size;
        EXPECT_GE(size, last);
        last = size;
        const auto rows = snapshot->scan({.table = &thing_table, .index = {}, .equal = {}, .limit = 1000}).value();
        EXPECT_EQ(static_cast<std::int64_t>(rows.size()), size) << "each batch writes one event and one row";
        EXPECT_EQ(snapshot->at(size + 1).value().has_value(), false);
      }
    });
  for (std::uint64_t i = 1; i <= 200; ++i) {
    auto batch = batch_of(i, {told(stream_id(i))});
    batch.rows = {put_thing(static_cast<std::int64_t>(i), 1, 1, 1)};
    this->append(batch);
  }
  done = true;
  for (auto& reader : readers) reader.join();
}

// Rows, keys, indexes.

TYPED_TEST_P(StoreContract, rows_are_put_inserted_and_erased_by_their_key) {
  auto batch = batch_of(1, {});
  batch.rows = {{TableWrite::Kind::insert, &wrap_table, {Bytes{1}, std::string("a"), Bytes{7}}},
                {TableWrite::Kind::insert, &wrap_table, {Bytes{1}, std::string("b"), Bytes{8}}},
                {TableWrite::Kind::put, &wrap_table, {Bytes{1}, std::string("a"), Bytes{9}}},
                {TableWrite::Kind::erase, &wrap_table, {Bytes{1}, std::string("b")}},
                {TableWrite::Kind::erase, &wrap_table, {Bytes{1}, std::string("nothing here")}}};
  this->append(batch);
  EXPECT_EQ(this->snapshot()->get(wrap_table, {Bytes{1}, std::string("a")}).value(),
            (Row{Bytes{1}, std::string("a"), Bytes{9}}));
  EXPECT_FALSE(this->snapshot()->get(wrap_table, {Bytes{1}, std::string("b")}).value().has_value());
  EXPECT_EQ(this->rows_of(wrap_table), 1U);
}

TYPED_TEST_P(StoreContract, a_taken_key_and_a_taken_unique_value_are_refused) {
  auto first = batch_of(1, {});
  first.rows = {put_thing(1, 5, 10, 7, std::string("red")), put_thing(2, {}, {}, 7), put_thing(3, {}, {}, 7)};
  this->append(first);
  const auto code = [&](std::uint64_t id, TableWrite write) {
    auto batch = batch_of(id, {});
    batch.rows = {std::move(write)};
    const auto answer = this->store().append(batch);
    if (answer) return std::string("written");
    if (answer.error().code == "row-exists") {
      EXPECT_EQ(answer.error().kind, ErrorKind::conflict);
      EXPECT_EQ(answer.error().where, "thing");
    }
    return answer.error().code;
  };
  EXPECT_EQ(code(2, thing(TableWrite::Kind::insert, 1, 6, 10, 1)), "row-exists");
  EXPECT_EQ(code(3, put_thing(9, 6, 10, 1, std::string("red"))), "row-exists") << "a unique index";
  EXPECT_EQ(code(4, thing(TableWrite::Kind::insert, 9, 5, 10, 7)), "row-exists") << "a partial unique index";
  EXPECT_EQ(code(5, put_thing(9, 5, 10, 6)), "written") << "outside the partial index";
  EXPECT_EQ(code(6, put_thing(1, 5, 11, 7, std::string("red"))), "written") << "the row may keep its own value";
  EXPECT_EQ(this->rows_of(thing_table), 4U);
}

TYPED_TEST_P(StoreContract, a_scan_gives_a_range_of_an_index_in_its_order) {
  auto batch = batch_of(1, {});
  batch.rows = {put_thing(6, 1, 30, 1), put_thing(2, 1, 10, 1), put_thing(3, 1, 20, 3), put_thing(4, 1, 20, 2),
                put_thing(5, 2, 10, 1), put_thing(1, {}, 5, 4), put_thing(7, 1, {}, 1)};
  this->append(batch);
  const auto owner = [](Value of) {
    return Scan{.table = &thing_table, .index = "thing_owner", .equal = {std::move(of)}};
  };
  using Ids = std::vector<std::int64_t>;
  EXPECT_EQ(this->ids({.table = &thing_table, .index = {}, .equal = {}}), (Ids{1, 2, 3, 4, 5, 6, 7}));
  EXPECT_EQ(this->ids(owner(1)), (Ids{7, 2, 3, 4, 6})) << "NULL first, equals by key";
  EXPECT_EQ(this->ids(owner({})), (Ids{1})) << "NULL can be asked for";
  auto scan = owner(1);
  scan.descending = true;
  EXPECT_EQ(this->ids(scan), (Ids{6, 4, 3, 2, 7}));
  scan.limit = 2;
  EXPECT_EQ(this->ids(scan), (Ids{6, 4}));
  scan = owner(1);
  scan.from = 10;
  scan.before = 30;
  EXPECT_EQ(this->ids(scan), (Ids{2, 3, 4}));
  scan.from.reset();
  EXPECT_EQ(this->ids(scan), (Ids{2, 3, 4})) << "NULL lies in no range";
  scan = owner(1);
  scan.equal.push_back(20);
  EXPECT_EQ(this->ids(scan), (Ids{3, 4}));
}

TYPED_TEST_P(StoreContract, a_partial_index_gives_only_its_rows) {
  auto batch = batch_of(1, {});
  batch.rows = {put_thing(1, 1, 10, 1), put_thing(2, 1, 20, 2), put_thing(3, 1, 30, 3), put_thing(4, {}, {}, 1)};
  this->append(batch);
  using Ids = std::vector<std::int64_t>;
  EXPECT_EQ(this->ids({.table = &thing_table, .index = "thing_open", .equal = {std::int64_t{1}}}), (Ids{1, 2}));
  EXPECT_EQ(this->ids({.table = &thing_table, .index = "thing_due", .equal = {}, .before = 25}), (Ids{1, 2}));
  EXPECT_EQ(this->ids({.table = &thing_table, .index = "thing_nobody", .equal = {}}), (Ids{4}));
  auto later = batch_of(2, {});
  later.rows = {put_thing(1, 1, 10, 3)};
  this->append(later);
  EXPECT_EQ(this->ids({.table = &thing_table, .index = "thing_open", .equal = {std::int64_t{1}}}), (Ids{2}));
}

TYPED_TEST_P(StoreContract, a_scan_that_does_not_fit_its_index_is_refused) {
  const auto code = [&](const Scan& scan) {
    const auto rows = this->snapshot()->scan(scan);
    return rows ? std::string("found") : rows.error().code;
  };
  EXPECT_EQ(code({.table = &thing_table, .index = "nothing", .equal = {}}), "scan-malformed");
  EXPECT_EQ(code({.table = &thing_table, .index = "thing_due", .equal = {1, 2}}), "scan-malformed");
  EXPECT_EQ(code({.table = &thing_table, .index = "thing_due", .equal = {std::string("soon")}}), "scan-malformed");
  EXPECT_EQ(code({.table = &thing_table, .index = {}, .equal = {1}, .from = 1}), "scan-malformed");
}

TYPED_TEST_P(StoreContract, texts_and_blobs_sort_by_their_bytes) {
  auto batch = batch_of(1, {});
  const std::vector<std::string> labels{"a", "A", "z", std::string("a\0b", 3), "Z", "ë", ""};
  for (std::size_t i = 0; i < labels.size(); ++i)
    batch.rows.push_back(put_thing(static_cast<std::int64_t>(i), {}, {}, 1, labels[i]));
  this->append(batch);
  EXPECT_EQ(this->ids({.table = &thing_table, .index = "thing_label", .equal = {}}),
            (std::vector<std::int64_t>{6, 1, 4, 0, 3, 2, 5}));
}

TYPED_TEST_P(StoreContract, rows_without_an_event_are_written_to_key_and_local_tables_alone) {
  ASSERT_TRUE(this->store().write_rows({{TableWrite::Kind::put, &seen_table, {1, 100}},
                                        {TableWrite::Kind::put, &wrap_table, {Bytes{1}, std::string("a"), Bytes{2}}}}));
  EXPECT_EQ(this->rows_of(seen_table), 1U);
  EXPECT_EQ(this->snapshot()->head().size, 0);
  const auto refused =
      this->store().write_rows({{TableWrite::Kind::put, &seen_table, {2, 100}}, put_thing(1, {}, {}, 1)});
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, "batch-malformed");
  EXPECT_EQ(this->rows_of(seen_table), 1U) << "all or nothing here too";
  const auto taken = this->store().write_rows(
      {{TableWrite::Kind::put, &seen_table, {3, 1}}, {TableWrite::Kind::insert, &seen_table, {1, 7}}});
  ASSERT_FALSE(taken.has_value());
  EXPECT_EQ(taken.error().code, "row-exists");
  EXPECT_EQ(this->rows_of(seen_table), 1U);
}

// Waking and rebuilding.

TYPED_TEST_P(StoreContract, each_committed_event_wakes_once_in_order_and_a_replay_wakes_nobody) {
  std::vector<Position> woken;
  this->store().on_commit([&](std::span<const Event> events) {
    for (const auto& event : events) woken.push_back(event.position);
  });
  this->append(batch_of(1, {told(stream_id(1)), told(stream_id(2))}));
  this->append(batch_of(1, {told(stream_id(1)), told(stream_id(2))}));
  this->refused(batch_of(2, {told(stream_id(1))}));
  this->append(batch_of(3, {told(stream_id(3))}));
  this->reopen();  // the last wake-up has run when the store is gone
  EXPECT_EQ(woken, (std::vector<Position>{1, 2, 3}));
}

TYPED_TEST_P(StoreContract, rebuild_empties_the_read_tables_and_fills_them_from_the_log) {
  auto batch = batch_of(1, {told(stream_id(1)), told(stream_id(2))});
  batch.rows = {put_thing(77, 1, 1, 1), {TableWrite::Kind::put, &wrap_table, {Bytes{1}, std::string("a"), Bytes{2}}}};
  this->append(batch);
  ASSERT_TRUE(this->store().write_rows({{TableWrite::Kind::put, &seen_table, {1, 100}}}));
  const auto rebuilt = this->store().rebuild([](const Snapshot& snapshot, TableWriter& writer) -> Result<void> {
    for (const auto& stream : TRY(snapshot.streams(StreamKind::case_file)))
      for (const auto& event : TRY(snapshot.stream(stream)))
        TRY_VOID(writer.write(put_thing(event.position, event.version, {}, 2)));
    return {};
  });
  ASSERT_TRUE(rebuilt.has_value()) << to_line(rebuilt.error());
  EXPECT_EQ(this->ids({.table = &thing_table, .index = {}, .equal = {}}), (std::vector<std::int64_t>{1, 2}));
  EXPECT_EQ(this->rows_of(wrap_table), 1U);
  EXPECT_EQ(this->rows_of(seen_table), 1U);
  EXPECT_EQ(this->snapshot()->head().size, 2);
}

TYPED_TEST_P(StoreContract, a_rebuild_that_fails_changes_nothing) {
  auto batch = batch_of(1, {told(stream_id(1))});
  batch.rows = {put_thing(77, 1, 1, 1)};
  this->append(batch);
  const auto rebuild = [&](TableWrite write) {
    const auto done = this->store().rebuild([&](const Snapshot&, TableWriter& writer) -> Result<void> {
      TRY_VOID(writer.write(put_thing(1, {}, {}, 2)));
      return writer.write(write);
    });
    return done ? std::string("rebuilt") : done.error().code;
  };
  EXPECT_EQ(rebuild(thing(TableWrite::Kind::insert, 1, {}, {}, 2)), "row-exists");
  EXPECT_EQ(rebuild({TableWrite::Kind::put, &seen_table, {1, 100}}), "batch-malformed");
  EXPECT_EQ(this->ids({.table = &thing_table, .index = {}, .equal = {}}), (std::vector<std::int64_t>{77}));
  EXPECT_EQ(this->append(batch_of(2, {told(stream_id(1))}, 1)).first, 2) << "and the store goes on";
}

REGISTER_TYPED_TEST_SUITE_P(
    StoreContract, an_empty_log_has_a_head_of_no_leaves, an_event_is_read_back_as_it_was_appended,
    entries_and_head_are_what_the_events_say, streams_are_read_alone_and_from_a_version_on,
    the_log_is_visited_from_a_position_until_the_visitor_has_enough, a_refused_row_leaves_nothing_of_the_batch,
    a_projection_sees_the_places_of_its_events_and_its_rows_are_part_of_the_batch,
    an_error_of_the_projection_refuses_the_batch, a_malformed_batch_is_refused_with_the_rule_that_it_breaks,
    a_stream_keeps_its_kind, what_was_answered_is_there_after_opening_anew,
    recorded_at_never_decreases_when_the_clock_jumps_back, thirty_two_writers_make_one_dense_order,
    a_stream_that_has_moved_on_refuses_the_batch, a_stream_that_is_only_looked_at_counts_too,
    an_access_stream_may_be_at_any_version, of_many_who_race_for_one_version_one_wins,
    a_batch_without_events_insists_that_nothing_changed, a_repeated_batch_gets_the_first_answer_and_writes_nothing,
    the_same_id_with_another_body_is_refused, a_refused_batch_may_come_again_under_its_id,
    of_racing_replays_one_is_written_and_all_get_its_answer, a_snapshot_keeps_seeing_log_and_tables_as_they_were,
    readers_during_writes_see_tables_that_fit_the_log, rows_are_put_inserted_and_erased_by_their_key,
    a_taken_key_and_a_taken_unique_value_are_refused, a_scan_gives_a_range_of_an_index_in_its_order,
    a_partial_index_gives_only_its_rows, a_scan_that_does_not_fit_its_index_is_refused,
    texts_and_blobs_sort_by_their_bytes, rows_without_an_event_are_written_to_key_and_local_tables_alone,
    each_committed_event_wakes_once_in_order_and_a_replay_wakes_nobody,
    rebuild_empties_the_read_tables_and_fills_them_from_the_log, a_rebuild_that_fails_changes_nothing);

}  // namespace kulla::eventlog::test
