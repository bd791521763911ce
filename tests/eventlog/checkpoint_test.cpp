#include "eventlog/checkpoint.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "crypto/chance.hpp"
#include "eventlog/sample.hpp"
#include "eventlog/sqlite/sqlite_store.hpp"
#include "support/seed.hpp"
#include "support/shared_data.hpp"

namespace kulla::eventlog::test {
namespace {

class Checkpoints : public testing::Test {
 protected:
  Checkpoints() : secret_(crypto::SignSecret::generate(chance_)) { open(true); }

  void open(bool create = false) {
    auto opened = try_open(create);
    ASSERT_TRUE(opened.has_value()) << to_line(opened.error());
    store_ = std::move(*opened);
  }
  void fill(std::uint64_t from, std::uint64_t to) {
    for (auto i = from; i <= to; ++i) {
      auto batch = batch_of(i, {with_section(with_section(told(stream_id(i % 5)), "body", Bytes(200, 7)), "coded", {3}),
                                told(stream_id(i + 100))});
      batch.expect[0].version = store_->snapshot().value()->version(stream_id(i % 5)).value();
      ASSERT_TRUE(store_->append(batch).has_value());
    }
  }
  /// As somebody with the disk in his hands would, while the server is down.
  void tamper(const std::string& sql) {
    tamper_unopened(sql);
    open();
  }
  Result<std::unique_ptr<Store>> try_open(bool create = false) {
    return open_sqlite_store({.folder = folder_.path().string(),
                              .create = create,
                              .house = {stream_id(0).bytes},
                              .clock = &clock_,
                              .chance = &chance_,
                              .tables = {&thing_table, &checkpoint_table}});
  }
  void tamper_unopened(const std::string& sql) {
    store_.reset();
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open((folder_.path() / "kulla.db").c_str(), &database), SQLITE_OK);
    char* message = nullptr;
    EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, &message), SQLITE_OK) << message;
    EXPECT_EQ(sqlite3_total_changes(database) > 0, true) << "nothing was changed: " << sql;
    sqlite3_close(database);
  }
  LogVerdict verify(std::string_view outside = {}) {
    return verify_log(*store_->snapshot().value(), key(), outside).value();
  }
  std::string codes(const LogVerdict& verdict) {
    std::string text;
    for (const auto& finding : verdict.findings)
      text += finding.code + " " + std::to_string(finding.position) +
              (finding.section.empty() ? "" : " " + finding.section) + "; ";
    return text;
  }
  NoteVerifier key() { return NoteVerifier::of("kulla.example/house", secret_.public_key()).value(); }
  std::string sign() { return make_checkpoint(*store_, key(), secret_).value(); }

  kulla::test::TemporaryFolder folder_;
  ManualClock clock_{Instant{1'700'000'000'000'000}};
  crypto::SystemChance chance_;
  crypto::SignSecret secret_;
  std::unique_ptr<Store> store_;
};

TEST_F(Checkpoints, an_untouched_log_holds_and_has_the_head_that_was_signed) {
  fill(1, 20);
  const auto note = sign();
  EXPECT_EQ(sign(), note) << "nothing new, nothing signed";
  fill(21, 30);
  sign();
  const auto verdict = verify(note);
  EXPECT_EQ(codes(verdict), "");
  EXPECT_EQ(verdict.size, 60);
  EXPECT_EQ(verdict.root, store_->snapshot().value()->head().root);
  EXPECT_EQ(verdict.sections, 60);
  EXPECT_EQ(verdict.checkpoints, 3);
}

TEST_F(Checkpoints, a_change_of_any_column_of_an_event_is_named_by_its_position) {
  fill(1, 10);
  sign();
  const std::vector<std::string> changes{"stream_kind = 2",
                                         "type = 'test.tald'",
                                         "type_version = 2",
                                         "batch = zeroblob(16)",
                                         "batch_index = 3",
                                         "occurred_at = occurred_at + 1",
                                         "occurred_precision = 3",
                                         "actor_kind = 3",
                                         "actor = x'00000000000000000000000000000001'",
                                         "acting_group = x'00000000000000000000000000000001'",
                                         "ground = 'tesd'",
                                         "cause = 1",
                                         "open = replace(open, '1', '2')",
                                         "salt = zeroblob(32)",
                                         "entry = zeroblob(32)"};
  for (const auto& change : changes) {
    tamper("CREATE TABLE kept AS SELECT * FROM event; UPDATE event SET " + change + " WHERE position = 7");
    const auto verdict = verify();
    ASSERT_FALSE(verdict.holds()) << change;
    EXPECT_EQ(codes(verdict).substr(0, 16), "event-changed 7;") << change << ": " << codes(verdict);
    tamper("DELETE FROM event; INSERT INTO event SELECT * FROM kept; DROP TABLE kept");
    EXPECT_TRUE(verify().holds()) << change << ": and mended again";
  }
}

TEST_F(Checkpoints, a_changed_byte_of_a_section_is_named_by_position_and_section) {
  fill(1, 10);
  tamper("UPDATE event_section SET cipher = x'04' WHERE position = 5 AND section = 'coded'");
  EXPECT_EQ(codes(verify()), "section-changed 5 coded; ");
  tamper("UPDATE event_section SET cipher = x'03', hash = zeroblob(32) WHERE position = 5 AND section = 'coded'");
  EXPECT_EQ(codes(verify()).substr(0, 24), "section-changed 5 coded;");
}

TEST_F(Checkpoints, an_erased_section_stays_verifiable_and_is_counted) {
  fill(1, 10);
  sign();
  tamper("UPDATE event_section SET cipher = NULL WHERE position = 5");
  const auto verdict = verify();
  EXPECT_EQ(codes(verdict), "");
  EXPECT_EQ(verdict.erased, 2);
}

TEST_F(Checkpoints, a_section_taken_away_or_put_in_is_noticed) {
  fill(1, 10);
  tamper("DELETE FROM event_section WHERE position = 5 AND section = 'coded'");
  EXPECT_EQ(codes(verify()).substr(0, 16), "event-changed 5;");
  tamper("INSERT INTO event_section SELECT 21, section, data_key, cipher, hash FROM event_section WHERE position = 3");
  const auto read = verify_log(*store_->snapshot().value(), key());
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().where, "event_section at position 21 belongs to no event; see `kulla doctor`");
}

TEST_F(Checkpoints, an_event_taken_out_of_the_middle_is_missed_by_its_position) {
  fill(1, 10);
  tamper("DELETE FROM event WHERE position = 6; DELETE FROM event_section WHERE position = 6");
  EXPECT_EQ(codes(verify()).substr(0, 19), "position-missing 6;");
}

// Whoever has the disk can do all that the server does, but for the signature.
TEST_F(Checkpoints, a_log_cut_short_with_a_fitting_head_is_refused_by_its_last_checkpoint) {
  fill(1, 4);
  auto old_head = store_->snapshot().value();
  const auto peaks = old_head->peaks();
  const auto at = std::to_string(old_head->head().last_recorded_at.micros);
  old_head.reset();  // a snapshot goes before its store
  fill(5, 10);
  const auto outside = sign();
  std::string hex;
  for (const auto byte : peaks) hex += "0123456789abcdef"[byte >> 4U], hex += "0123456789abcdef"[byte & 15U];
  tamper(
      "DELETE FROM event_section WHERE position > 8; DELETE FROM event WHERE position > 8; "
      "UPDATE log_head SET size = 8, last_recorded_at = " +
      at + ", peaks = x'" + hex + "'");
  EXPECT_EQ(codes(verify()), "log-shorter-than-checkpoint 0; ");
  EXPECT_EQ(make_checkpoint(*store_, key(), secret_).error().code, "log-shorter-than-checkpoint");
  tamper("DELETE FROM checkpoint");
  EXPECT_EQ(codes(verify()), "") << "this disk alone cannot know; therefore a copy is kept elsewhere:";
  EXPECT_EQ(codes(verify(outside)), "log-shorter-than-checkpoint 0; ");
}

TEST_F(Checkpoints, another_history_of_the_same_length_is_refused_by_its_checkpoint) {
  fill(1, 10);
  const auto outside = sign();
  const auto size = store_->snapshot().value()->head().size;
  store_.reset();
  for (const auto* name : {"kulla.db", "kulla.db-wal"}) std::filesystem::remove(folder_.path() / name);
  open(true);
  fill(1, 10);  // the same events with other salts
  ASSERT_EQ(store_->snapshot().value()->head().size, size);
  EXPECT_EQ(codes(verify()), "");
  EXPECT_EQ(codes(verify(outside)), "log-unlike-checkpoint 0; ");
}

TEST_F(Checkpoints, a_checkpoint_of_another_key_is_not_signed) {
  fill(1, 3);
  sign();
  const auto other = crypto::SignSecret::generate(chance_);
  const auto stranger = NoteVerifier::of("kulla.example/house", other.public_key()).value();
  EXPECT_EQ(codes(verify_log(*store_->snapshot().value(), stranger).value()), "checkpoint-not-signed 0; ");
}

// security.md, invariant 22, on one log: which mutation and where is drawn by chance.
TEST_F(Checkpoints, no_mutation_drawn_by_chance_goes_unnoticed) {
  fill(1, 60);
  sign();
  tamper(
      "CREATE TABLE kept_event AS SELECT * FROM event; CREATE TABLE kept_section AS SELECT * FROM event_section; "
      "CREATE TABLE kept_head AS SELECT * FROM log_head; UPDATE kept_head SET one = 1");
  const std::vector<std::string> mutations{
      "UPDATE event SET open = replace(open, 'told', 'tald') || ' ' WHERE position = $",
      "UPDATE event SET salt = randomblob(32) WHERE position = $",
      "UPDATE event SET entry = randomblob(32) WHERE position = $",
      "UPDATE event SET occurred_at = occurred_at - 1 WHERE position = $",
      "UPDATE event SET stream = stream % 5 + 1, version = version + 1000 WHERE position = $",
      "UPDATE event_section SET cipher = randomblob(length(cipher)) WHERE position = ($ - 1) / 2 * 2 + 1",
      "UPDATE event_section SET data_key = randomblob(16) WHERE position = ($ - 1) / 2 * 2 + 1",
      "DELETE FROM event_section WHERE position = $; DELETE FROM event WHERE position = $",
      "UPDATE event SET position = 100000 WHERE position = $; UPDATE event SET position = $ WHERE position = $ % 120 + "
      "1",
      "UPDATE log_head SET peaks = randomblob(length(peaks)) WHERE $ > 0"};
  SeededChance dice(kulla::test::seed());
  constexpr int rounds = 60;
  for (int i = 0; i < rounds; ++i) {
    auto sql = mutations[dice.below(mutations.size())];
    const auto position = std::to_string(dice.below(120) + 1);
    for (auto at = sql.find('$'); at != std::string::npos; at = sql.find('$')) sql.replace(at, 1, position);
    tamper_unopened(sql);
    if (const auto opened = try_open()) {  // a log that does not fit its head does not even open
      const auto verdict = verify_log(*opened->get()->snapshot().value(), key());
      EXPECT_TRUE(!verdict || !verdict->holds()) << sql << "; seed " << kulla::test::seed();
    }
    tamper_unopened(
        "DELETE FROM event_section; DELETE FROM event; INSERT INTO event SELECT * FROM kept_event; "
        "INSERT INTO event_section SELECT * FROM kept_section; "
        "UPDATE log_head SET peaks = (SELECT peaks FROM kept_head)");
  }
  open();
  EXPECT_EQ(codes(verify()), "");
}

}  // namespace
}  // namespace kulla::eventlog::test
