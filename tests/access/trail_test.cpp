#include "access/trail.hpp"

#include <gtest/gtest.h>

#include "access/events.hpp"
#include "base/chance.hpp"
#include "eventlog/memory/memory_store.hpp"
#include "eventlog/open_json.hpp"
#include "support/seed.hpp"

namespace kulla::access {
namespace {

/// A store whose appends can be made to fail, as a full disk does.
class FillingStore final : public eventlog::Store {
 public:
  explicit FillingStore(std::unique_ptr<eventlog::Store> under) : under_(std::move(under)) {}
  bool full = false;
  Result<eventlog::Committed> append(eventlog::Batch batch) override {
    if (full) return fail(ErrorKind::full, "disk-full");
    return under_->append(std::move(batch));
  }
  Result<std::unique_ptr<eventlog::Snapshot>> snapshot() const override { return under_->snapshot(); }
  void on_commit(std::function<void(std::span<const eventlog::Event>)> wake) override {
    under_->on_commit(std::move(wake));
  }
  Result<void> rebuild(
      const std::function<Result<void>(const eventlog::Snapshot&, eventlog::TableWriter&)>& fill) override {
    return under_->rebuild(fill);
  }
  Result<void> write_rows(std::vector<eventlog::TableWrite> rows) override {
    return under_->write_rows(std::move(rows));
  }

 private:
  std::unique_ptr<eventlog::Store> under_;
};

class trail : public testing::Test {
 protected:
  trail() {
    asker.account = AccountId::make(clock.now(), chance);
    asker.role = Role::officer;
    asker.groups = {GroupId::make(clock.now(), chance)};
    record = StreamId::make(clock.now(), chance);
  }
  Grant grant() {
    const Relation owner[] = {Relation::owner_unit};
    return ask(Policy::see_case, asker, owner, RecordState::open).value();
  }
  std::vector<eventlog::Event> looks() {
    return store.snapshot().value()->stream(access_stream(asker.account)).value();
  }

  ManualClock clock{Instant{1'764'000'000'000'000}};
  SeededChance chance{test::seed()};
  FillingStore store{eventlog::open_memory_store(
      {.house = HouseId::make(clock.now(), chance), .clock = &clock, .chance = &chance, .tables = {&access_of_table}})};
  Trail trail_{store, clock, clock, chance};
  Asker asker;
  StreamId record;
  keys::SessionId session{1};
};

TEST_F(trail, a_look_is_written_before_it_is_granted_and_covers_ten_minutes) {
  const Looked body[] = {{record, "body"}};
  ASSERT_TRUE(trail_.before_reveal(session, asker, grant(), body));
  EXPECT_EQ(looks().size(), 1U);
  clock.advance(minutes(10) - seconds(1));
  ASSERT_TRUE(trail_.before_reveal(session, asker, grant(), body));
  EXPECT_EQ(looks().size(), 1U);
  clock.advance(seconds(1));
  ASSERT_TRUE(trail_.before_reveal(session, asker, grant(), body));
  EXPECT_EQ(looks().size(), 2U);
}

TEST_F(trail, another_session_section_or_record_is_another_look) {
  const Looked body[] = {{record, "body"}};
  const Looked coded[] = {{record, "coded"}};
  const Looked elsewhere[] = {{StreamId::make(clock.now(), chance), "body"}};
  for (const auto& looked : {body, coded, elsewhere})
    ASSERT_TRUE(trail_.before_reveal(session, asker, grant(), {looked, 1}));
  EXPECT_EQ(looks().size(), 3U);
  session[0] = 2;
  ASSERT_TRUE(trail_.before_reveal(session, asker, grant(), body));
  EXPECT_EQ(looks().size(), 4U);
}

TEST_F(trail, fifty_records_of_a_list_are_one_event_and_fifty_rows) {
  std::vector<Looked> many;
  for (int i = 0; i < 50; ++i) many.push_back({StreamId::make(clock.now(), chance), "body"});
  ASSERT_TRUE(trail_.before_reveal(session, asker, grant(), many));
  ASSERT_EQ(looks().size(), 1U);
  const auto open = eventlog::decode_open<RecordOpened::Open>("record.opened", looks().front().open).value();
  EXPECT_EQ(open.streams.size(), 50U);
  EXPECT_EQ(looks().front().ground, "owner-unit");
  const auto snapshot = store.snapshot().value();
  for (const auto& one : many) {
    const auto who = who_looked(*snapshot, one.stream).value();
    ASSERT_EQ(who.size(), 1U);
    EXPECT_EQ(who.front().account, asker.account);
  }
}

TEST_F(trail, where_the_trace_cannot_be_written_nothing_is_revealed) {
  store.full = true;
  const Looked body[] = {{record, "body"}};
  const auto answer = trail_.before_reveal(session, asker, grant(), body);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::full);
  // And it is not taken as covered once the disk has room again.
  store.full = false;
  ASSERT_TRUE(trail_.before_reveal(session, asker, grant(), body));
  EXPECT_EQ(looks().size(), 1U);
}

TEST_F(trail, a_refusal_to_a_session_is_written_one_by_one) {
  trail_.refused(asker, Policy::see_case, record);
  trail_.refused(asker, Policy::see_case, std::nullopt);
  ASSERT_EQ(looks().size(), 2U);
  EXPECT_EQ(looks().front().type, "request.refused");
  EXPECT_TRUE(who_looked(*store.snapshot().value(), record).value().empty());
}

}  // namespace
}  // namespace kulla::access
