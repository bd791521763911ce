#include "keys/statements.hpp"

#include "base/encode.hpp"
#include "keys/tables.hpp"
#include "keys/town.hpp"

namespace kulla::keys::test {
namespace {

using eventlog::Row;

class statements : public OnEachStore {
 public:
  statements() { watch(); }
  void watch() {
    town.room().statements.on_alarm([this](const KeyAlarm& alarm) { alarms.push_back(alarm); });
  }
  Row row_of(Principal who, Epoch epoch = 1) {
    const auto view = town.snapshot();
    return view->get(key_statement_table, {Bytes(who.id.begin(), who.id.end()), std::int64_t{epoch}}).value().value();
  }
  void put(Row row) { town.forge({{TableWrite::Kind::put, &key_statement_table, std::move(row)}}); }
  std::string verdict(Principal who) { return code_of(town.room().statements.verified(*town.snapshot(), who)); }
  /// An event that no function of this room would make: a rogue member, or somebody who writes into the database.
  void append_statement(const Statement& statement, AccountId actor) {
    const auto stream = statement.who.stream();
    auto event = town.noted(stream);
    event.kind =
        statement.who.kind == PrincipalKind::group ? eventlog::StreamKind::group : eventlog::StreamKind::account;
    event.type = KeyStated::type;
    event.open = eventlog::encode_open(to_event(statement).open);
    KeyChange change;
    change.expect = {{stream, town.snapshot()->version(stream).value()}};
    change.events.push_back(std::move(event));
    town.append(actor, std::move(change));
  }
  Statement by(AccountId signer, Principal who, Epoch epoch) {
    return sign_as_account(town.house().id(), town.keys(signer).pair().sign(), signer, 1, who, epoch,
                           KeyPair::generate(town.chance()).public_keys());
  }
  std::vector<KeyAlarm> alarms;
};

TEST_P(statements, of_everybody_in_a_house_lead_up_to_its_root_key) {
  town.restart();
  watch();
  for (const Principal who : {Principal(town.mira), Principal(town.arben), Principal(town.drita), Principal(town.luan),
                              Principal(town.vesa), Principal(town.administrators), Principal(town.police)})
    EXPECT_EQ(verdict(who), "granted");
  EXPECT_TRUE(alarms.empty());
}

TEST_P(statements, under_another_root_key_or_of_another_house_are_nothing) {
  Statements other_root(town.house().id(), crypto::SignSecret::generate(town.chance()).public_key());
  EXPECT_EQ(code_of(other_root.verified(*town.snapshot(), town.mira)), "statement-unsigned");
  EXPECT_EQ(code_of(other_root.verified(*town.snapshot(), town.police)), "statement-unsigned");
  Statements other_house(town.make<HouseId>(), town.house().root());
  EXPECT_EQ(code_of(other_house.verified(*town.snapshot(), town.mira)), "statement-unsigned");
}

TEST_P(statements, a_swapped_key_gains_no_ciphertext_and_the_others_are_reached) {
  const auto mallory = KeyPair::generate(town.chance());
  const auto right = row_of(town.prosecution);
  for (const bool restarted : {false, true}) {
    auto row = right;
    row[4] = Bytes(mallory.box().public_key().bytes.begin(), mallory.box().public_key().bytes.end());
    put(row);
    if (restarted) town.restart();
    watch();
    alarms.clear();

    const auto stream = town.make<StreamId>();
    const auto report = town.write(town.drita, stream, "body", "body", "told", {town.police, town.prosecution});
    ASSERT_EQ(report.left_out.size(), 1U);
    EXPECT_EQ(report.left_out[0].who, Principal(town.prosecution));
    EXPECT_EQ(report.left_out[0].code, "statement-swapped");
    ASSERT_EQ(alarms.size(), 1U);
    EXPECT_EQ(alarms[0].who, Principal(town.prosecution));
    EXPECT_EQ(town.read(town.luan, report), "told");
    EXPECT_EQ(town.read(town.vesa, report), "key-not-held");
    const auto view = town.snapshot();
    const auto wraps = town.room().tables.wraps_of(*view, report.stored.data_key).value();
    ASSERT_EQ(wraps.size(), 1U);
    const auto envelope = town.room().tables.envelope(*view, wraps[0].envelope).value().value();
    EXPECT_EQ(envelope.recipient, Principal(town.police));
    EXPECT_FALSE(crypto::open_box_key(mallory.box(), envelope.box).has_value());

    put(right);  // mended: reached from now on, under another data key
    const auto next = town.write(town.drita, stream, "body", "body", "told again", {town.police, town.prosecution});
    EXPECT_TRUE(next.left_out.empty());
    EXPECT_EQ(town.read(town.vesa, next), "told again");
    EXPECT_EQ(town.read(town.vesa, report), "key-not-held");
  }
}

TEST_P(statements, every_column_of_a_row_is_held_against_the_log) {
  const auto right = row_of(town.police);
  for (std::size_t column = 2; column < right.size(); ++column) {
    auto row = right;
    if (auto* bytes = std::get_if<Bytes>(&row[column])) bytes->at(0) ^= 1U;
    if (auto* number = std::get_if<std::int64_t>(&row[column])) *number ^= 1;
    put(row);
    EXPECT_EQ(verdict(town.police), "statement-swapped") << column;
  }
  put(right);
  EXPECT_EQ(verdict(town.police), "granted");
}

TEST_P(statements, a_row_taken_away_or_rolled_back_is_found) {
  town.leave_group(town.luan, town.drita, town.police);
  EXPECT_EQ(verdict(town.police), "granted");
  const auto newest = row_of(town.police, 2);
  town.forge({{TableWrite::Kind::erase, &key_statement_table, {newest[0], newest[1]}}});
  EXPECT_EQ(verdict(town.police), "statement-swapped");  // what is left is the epoch whose key Drita took along
  const auto first = row_of(town.police, 1);
  town.forge({{TableWrite::Kind::erase, &key_statement_table, {first[0], first[1]}}});
  EXPECT_EQ(verdict(town.police), "statement-missing");
}

TEST_P(statements, a_member_may_state_the_groups_next_key) {
  append_statement(by(town.luan, town.police, 2), town.luan);
  EXPECT_EQ(verdict(town.police), "granted");
}
TEST_P(statements, somebody_of_another_group_may_not) {
  append_statement(by(town.vesa, town.police, 2), town.vesa);
  EXPECT_EQ(verdict(town.police), "statement-without-authority");
}
TEST_P(statements, an_administrator_may_not_state_a_groups_key) {
  append_statement(by(town.mira, town.police, 2), town.mira);
  EXPECT_EQ(verdict(town.police), "statement-without-authority");
}
TEST_P(statements, one_who_has_left_may_not) {
  town.leave_group(town.luan, town.drita, town.police);
  append_statement(by(town.drita, town.police, 3), town.drita);
  EXPECT_EQ(verdict(town.police), "statement-without-authority");
}
TEST_P(statements, an_account_that_nobody_asked_in_is_not_vouched_for_by_a_member) {
  const auto account = town.make<AccountId>();
  append_statement(by(town.drita, account, 1), town.drita);
  EXPECT_EQ(verdict(account), "statement-without-authority");
}
TEST_P(statements, an_event_whose_signature_is_another_fails) {
  auto forged = by(town.drita, town.police, 2);
  forged.signature.bytes[5] ^= 1U;
  append_statement(forged, town.drita);
  EXPECT_EQ(verdict(town.police), "statement-unsigned");
}
TEST_P(statements, an_epoch_stated_twice_is_damage) {
  append_statement(by(town.drita, town.prosecution, 1), town.vesa);
  EXPECT_EQ(verdict(town.prosecution), "statement-malformed");
}

TEST_P(statements, the_root_key_vouches_for_nobody_after_the_founding) {
  const auto text = kulla::test::read_file(town.root_file());
  const auto seed_bytes = from_base64url(text.substr(text.find("seed ") + 5, 43)).value();
  const auto root = crypto::SignSecret::from(crypto::Key::from(seed_bytes).value());
  ASSERT_EQ(root.public_key(), town.house().root());
  const auto account = town.make<AccountId>();
  const auto keys = KeyPair::generate(town.chance()).public_keys();
  append_statement(sign_as_root(town.house().id(), root, account, 1, keys), town.mira);
  EXPECT_EQ(verdict(account), "statement-without-authority");
}

TEST_P(statements, rows_follow_from_the_log_without_any_key) {
  town.leave_group(town.luan, town.drita, town.police);
  town.append(town.mira, close_account(town.room(), *town.snapshot(), town.drita, town.now()).value());
  const eventlog::Scan everything{.table = &key_statement_table, .index = {}, .equal = {}, .limit = 1000};
  const auto live = town.snapshot()->scan(everything).value();
  EXPECT_EQ(live.size(), 2U + 4U + 3U + 1U);  // officers, members, groups, the second epoch
  const auto rebuilt = town.store().rebuild([](const Snapshot& view, eventlog::TableWriter& writer) -> Result<void> {
    Result<void> done;
    TRY_VOID(view.log(1, [&](const eventlog::Event& event) {
      const auto rows = project_statements(std::span(&event, 1)).value();
      for (const auto& row : rows)
        if (done) done = writer.write(row);
      return done.has_value();
    }));
    return done;
  });
  ASSERT_TRUE(rebuilt.has_value()) << to_line(rebuilt.error());
  EXPECT_EQ(town.snapshot()->scan(everything).value(), live);
  EXPECT_EQ(verdict(town.drita), "no-statement");
  EXPECT_TRUE(alarms.empty());
}

ON_EACH_STORE(statements);

}  // namespace
}  // namespace kulla::keys::test
