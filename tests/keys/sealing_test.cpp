#include "crypto/aead.hpp"
#include "keys/doctor.hpp"
#include "keys/sealer.hpp"
#include "keys/seals.hpp"
#include "keys/tables.hpp"
#include "keys/town.hpp"

namespace kulla::keys::test {
namespace {

class sealing : public OnEachStore {
 public:
  std::vector<Principal> both() const { return {town.police, town.prosecution}; }
  std::vector<Wrap> wraps(const Written& of) {
    return town.room().tables.wraps_of(*town.snapshot(), of.stored.data_key).value();
  }
  EnvelopeKind kind_of(const Wrap& wrap) {
    return town.room().tables.envelope(*town.snapshot(), wrap.envelope).value().value().kind;
  }
  /// Opens and appends what moves into the vault.
  std::string read_and_move(AccountId by, const Written& what) {
    const auto view = town.snapshot();
    Opener opener(town.room(), *view, town.keys(by), town.now());
    const auto opened = opener.open(what.place(), what.stored);
    auto moves = std::move(opener).moves();
    if (!moves.rows.empty()) town.append(by, std::move(moves));
    return opened ? std::string(opened->text()) : opened.error().code;
  }
  const StreamId file = town.make<StreamId>();
};

TEST_P(sealing, opens_to_every_member_of_its_recipients_and_to_nobody_else) {
  const auto body = town.write(town.drita, file, "body", "body", "she spoke", {town.police});
  EXPECT_EQ(town.read(town.drita, body), "she spoke");
  EXPECT_EQ(town.read(town.luan, body), "she spoke");
  for (const auto stranger : {town.vesa, town.blerim, town.mira, town.arben})
    EXPECT_EQ(town.read(stranger, body), "key-not-held");
}

TEST_P(sealing, no_ciphertext_of_a_sample_opens_in_anothers_place) {
  std::vector<Written> sample;
  const auto other = town.make<StreamId>();
  for (const auto stream : {file, other})
    for (const auto* section : {"body", "statement:1"})
      for (const auto* compartment : {"body", "identity"})
        sample.push_back(town.write(town.drita, stream, section, compartment, "text", both()));
  sample.push_back(town.write(town.vesa, file, "body", "body", "text", both()));
  ASSERT_EQ(sample.size(), 9U);
  int opened = 0;
  for (const auto& place : sample) {
    for (const auto& cipher : sample) {
      auto moved = cipher.stored;   // the ciphertext together with its key's id, as somebody would move a row
      auto swapped = place.stored;  // the ciphertext alone
      swapped.cipher = cipher.stored.cipher;
      const bool same = &place == &cipher;
      for (const auto& section : {moved, swapped}) {
        const auto read = town.read_as(town.keys(town.drita), place.place(), section);
        EXPECT_EQ(read, same ? "text" : "not-authentic");
        opened += read == "text" ? 1 : 0;
      }
    }
  }
  EXPECT_EQ(opened, 18);
  auto elsewhere = sample[0].place();
  elsewhere.type = {"test.noted", 2};
  EXPECT_EQ(town.read_as(town.keys(town.drita), elsewhere, sample[0].stored), "not-authentic");
}

TEST_P(sealing, is_bound_to_each_coordinate_of_its_place_by_itself) {
  const auto house = town.house().id().as<StreamTag>();  // one data key for sections of several streams
  const auto view = town.snapshot();
  Sealer sealer(town.room(), *view, town.keys(town.drita));
  const Place right{.stream = file, .version = 4, .type = {"test.noted", 1}, .section = "name", .key_stream = house};
  const std::vector readers{town.to(town.police)};
  const auto section = sealer.seal(right, "staff", 1, bytes_of("name"), readers).value();
  auto change = std::move(sealer).finish();
  change.expect.push_back({file, 0});
  change.events.push_back(town.noted(file, {section}));
  town.append(town.drita, std::move(change));
  const auto read_at = [&](const std::function<void(Place&)>& change_place) {
    auto place = right;
    change_place(place);
    return town.read_as(town.keys(town.drita), place, section);
  };
  EXPECT_EQ(read_at([](Place&) {}), "name");
  EXPECT_EQ(read_at([&](Place& place) { place.stream = town.make<StreamId>(); }), "not-authentic");
  EXPECT_EQ(read_at([](Place& place) { place.version = 5; }), "not-authentic");
  EXPECT_EQ(read_at([](Place& place) { place.type.name = "test.other"; }), "not-authentic");
  EXPECT_EQ(read_at([](Place& place) { place.type.version = 2; }), "not-authentic");
  EXPECT_EQ(read_at([](Place& place) { place.section = "names"; }), "not-authentic");
  const auto there = section_aad(town.house().id(), right, section.data_key);
  EXPECT_NE(there, section_aad(town.make<HouseId>(), right, section.data_key));
  EXPECT_NE(there, section_aad(town.house().id(), right, town.make<DataKeyId>()));
}

TEST_P(sealing, gives_each_stream_and_compartment_a_key_of_its_own_and_writes_on_under_it) {
  std::map<DataKeyId, std::pair<StreamId, std::string>> of;
  const auto other = town.make<StreamId>();
  for (int round = 0; round < 3; ++round)
    for (const auto stream : {file, other})
      for (const auto* compartment : {"body", "identity", "coded"}) {
        const auto note = town.write(town.drita, stream, "s", compartment, "text", {town.police});
        const auto [at, is_new] = of.try_emplace(note.stored.data_key, std::pair{stream, std::string(compartment)});
        EXPECT_EQ(at->second, (std::pair{stream, std::string(compartment)}));
      }
  EXPECT_EQ(of.size(), 6U);
}

TEST_P(sealing, two_compartments_of_one_batch_share_envelopes_and_no_key) {
  const auto view = town.snapshot();
  Sealer sealer(town.room(), *view, town.keys(town.drita));
  const std::vector<Recipient> readers{town.to(town.police), town.to(town.prosecution)};
  std::vector<Section> sections;
  for (const auto* name : {"body", "identity", "coded"})
    sections.push_back(sealer.seal({file, 1, Noted::type, name}, name, 1, bytes_of("x"), readers).value());
  EXPECT_NE(sections[0].data_key, sections[1].data_key);
  EXPECT_NE(sections[1].data_key, sections[2].data_key);
  EXPECT_EQ(sealer.cost().boxes, 1);  // to the prosecution; the writer's own group needs none
  EXPECT_EQ(sealer.cost().wraps, 6);
  EXPECT_EQ(sealer.cost().seals, 3);
}

TEST_P(sealing, other_readers_get_another_key_and_do_not_open_what_was_before) {
  const auto first = town.write(town.drita, file, "body", "body", "first", {town.police});
  const auto second = town.write(town.drita, file, "body", "body", "second", both());
  const auto third = town.write(town.drita, file, "body", "body", "third", {town.police});
  EXPECT_EQ(town.read(town.vesa, first), "key-not-held");
  EXPECT_EQ(town.read(town.vesa, second), "second");
  EXPECT_EQ(town.read(town.vesa, third), "key-not-held");
  EXPECT_EQ(town.read(town.luan, first) + town.read(town.luan, second) + town.read(town.luan, third),
            "firstsecondthird");
}

TEST_P(sealing, a_writer_who_holds_no_key_begins_a_new_one) {
  const auto first = town.write(town.drita, file, "body", "body", "first", {town.police});
  const auto second = town.write(town.vesa, file, "body", "body", "second", {town.police});
  EXPECT_NE(first.stored.data_key, second.stored.data_key);
  EXPECT_EQ(town.read(town.luan, second), "second");
  EXPECT_EQ(town.read(town.vesa, second), "key-not-held");  // she gave it away
}

TEST_P(sealing, what_came_in_a_box_moves_into_the_vault_at_its_first_opening) {
  const auto note = town.write(town.drita, file, "notice", "disclosure", "come", both());
  EXPECT_EQ(note.cost.boxes, 1);
  int boxed = 0;
  for (const auto& wrap : wraps(note)) boxed += kind_of(wrap) == EnvelopeKind::sealed ? 1 : 0;
  EXPECT_EQ(boxed, 1);
  EXPECT_EQ(read_and_move(town.vesa, note), "come");
  ASSERT_EQ(wraps(note).size(), 2U);
  for (const auto& wrap : wraps(note)) EXPECT_EQ(kind_of(wrap), EnvelopeKind::vault);
  town.restart();
  EXPECT_EQ(town.read(town.blerim, note), "come");  // the group's vault, not hers
}

TEST_P(sealing, an_ended_disclosure_opens_no_more_and_does_not_come_back) {
  const auto note = town.write(town.drita, file, "card", "disclosure", "card", both());
  const auto before = town.snapshot();
  Opener opener(town.room(), *before, town.keys(town.vesa), town.now());
  ASSERT_TRUE(opener.open(note.place(), note.stored).has_value());
  auto late = std::move(opener).moves();
  ASSERT_FALSE(late.rows.empty());

  const std::vector keys{note.stored.data_key};
  auto ending = end_wraps(town.room(), *town.snapshot(), town.prosecution, keys).value();
  ending.events.push_back(town.noted(file));
  town.append(town.drita, std::move(ending));
  EXPECT_EQ(town.read(town.vesa, note), "key-not-held");
  EXPECT_EQ(code_of(town.try_append(town.vesa, std::move(late))), "version-conflict");
  EXPECT_EQ(town.read(town.vesa, note), "key-not-held");
  EXPECT_EQ(town.read(town.luan, note), "card");
  EXPECT_EQ(wraps(note).size(), 1U);
}

TEST_P(sealing, a_wrap_until_a_time_opens_before_it_and_not_at_it) {
  const auto view = town.snapshot();
  Sealer sealer(town.room(), *view, town.keys(town.drita));
  auto trip = town.to(town.vesa);
  trip.until = town.now() + hours(6);
  const std::vector readers{town.to(town.police), trip};
  Written address;
  address.stream = file;
  address.version = 1;
  address.section = "address";
  address.stored = sealer.seal(address.place(), "location", 1, bytes_of("the house"), readers).value();
  auto change = std::move(sealer).finish();
  change.events.push_back(town.noted(file, {address.stored}));
  town.append(town.drita, std::move(change));
  town.clock().advance(hours(6) - microseconds(1));
  EXPECT_EQ(town.read(town.vesa, address), "the house");
  town.clock().advance(microseconds(1));
  EXPECT_EQ(town.read(town.vesa, address), "key-not-held");
  EXPECT_EQ(town.read(town.blerim, address), "key-not-held");  // to her account, not to her group
  EXPECT_EQ(town.read(town.luan, address), "the house");
}

TEST_P(sealing, one_more_holder_opens_what_was_and_what_will_be_written_under_that_key) {
  const auto first = town.write(town.drita, file, "body", "body", "first", {town.police});
  const auto view = town.snapshot();
  Sealer sealer(town.room(), *view, town.keys(town.drita));
  ASSERT_TRUE(sealer.add_recipient(file, "body", town.to(town.prosecution)).has_value());
  auto change = std::move(sealer).finish();
  change.events.push_back(town.noted(file));
  town.append(town.drita, std::move(change));
  EXPECT_EQ(town.read(town.vesa, first), "first");
  const auto next = town.write(town.vesa, file, "body", "body", "next", both());
  EXPECT_EQ(next.stored.data_key, first.stored.data_key);
  const auto later = town.snapshot();
  Sealer stranger(town.room(), *later, town.keys(town.mira));
  EXPECT_EQ(code_of(stranger.add_recipient(file, "body", town.to(town.administrators))), "key-not-held");
}

TEST_P(sealing, is_refused_when_one_account_alone_would_hold_it) {
  const auto view = town.snapshot();
  Sealer sealer(town.room(), *view, town.keys(town.drita));
  const Place place{file, 1, Noted::type, "body"};
  const std::vector alone{town.to(town.drita), town.to(town.drita)};
  EXPECT_EQ(code_of(sealer.seal(place, "body", 1, bytes_of("x"), alone)), "too-few-holders");
  const std::vector two{town.to(town.drita), town.to(town.vesa)};
  EXPECT_TRUE(sealer.seal(place, "body", 1, bytes_of("x"), two).has_value());
}

TEST_P(sealing, under_a_key_of_another_stream_opens_only_when_that_is_said) {
  const auto house = town.house().id().as<StreamTag>();
  const auto view = town.snapshot();
  Sealer sealer(town.room(), *view, town.keys(town.mira));
  const Place place{.stream = file, .version = 1, .type = Noted::type, .section = "staff", .key_stream = house};
  const std::vector readers{town.to(town.police)};
  const auto section = sealer.seal(place, "staff", 1, bytes_of("name"), readers).value();
  auto change = std::move(sealer).finish();
  change.expect.push_back({file, 0});
  change.events.push_back(town.noted(file, {section}));
  town.append(town.mira, std::move(change));
  EXPECT_EQ(town.read_as(town.keys(town.drita), place, section), "name");
  auto without = place;
  without.key_stream = {};
  EXPECT_EQ(town.read_as(town.keys(town.drita), without, section), "not-authentic");
}

TEST_P(sealing, does_not_tell_lengths_below_a_step_of_256_bytes) {
  const auto one = town.write(town.drita, file, "body", "body", "x", {town.police});
  const auto many = town.write(town.drita, file, "body", "body", std::string(254, 'x'), {town.police});
  const auto more = town.write(town.drita, file, "body", "body", std::string(255, 'x'), {town.police});
  EXPECT_EQ(one.stored.cipher.size(), 256 + crypto::seal_overhead_bytes);
  EXPECT_EQ(many.stored.cipher.size(), one.stored.cipher.size());
  EXPECT_EQ(more.stored.cipher.size(), one.stored.cipher.size() + 256);
  EXPECT_EQ(town.read(town.luan, more), std::string(255, 'x'));
}

TEST_P(sealing, a_leaving_between_look_and_commit_refuses_the_batch) {
  const auto view = town.snapshot();
  Sealer sealer(town.room(), *view, town.keys(town.vesa));
  const std::vector readers{town.to(town.police)};
  auto section = sealer.seal({file, 1, Noted::type, "body"}, "body", 1, bytes_of("x"), readers).value();
  auto change = std::move(sealer).finish();
  change.events.push_back(town.noted(file, {section}));
  town.leave_group(town.luan, town.drita, town.police);
  EXPECT_EQ(code_of(town.try_append(town.vesa, std::move(change))), "version-conflict");
}

TEST_P(sealing, an_administrators_session_holds_no_key_of_a_case) {
  town.write(town.drita, file, "body", "body", "text", both());
  town.write(town.vesa, file, "identity", "identity", "text", {town.prosecution});
  const auto view = town.snapshot();
  for (const auto administrator : {town.mira, town.arben})
    EXPECT_TRUE(everything_held(town.room(), *view, town.keys(administrator), town.now()).value().empty());
  EXPECT_EQ(everything_held(town.room(), *view, town.keys(town.drita), town.now()).value().size(), 1U);
  EXPECT_EQ(everything_held(town.room(), *view, town.keys(town.vesa), town.now()).value().size(), 2U);
  // Mira admitted the first member of each group, and still has nothing of it.
  EXPECT_EQ(code_of(town.keys(town.mira).key(*view, town.police, 1)), "key-not-held");
}

TEST_P(sealing, disk_and_configuration_without_a_credential_open_nothing) {
  const auto note = town.write(town.drita, file, "body", "body", "text", {town.police});
  town.restart();
  // The thief runs our own code on the whole data folder, with keys of his own making.
  const Unlocked thief(town.room(), town.drita, 1, KeyPair::generate(town.chance()));
  EXPECT_EQ(town.read_as(thief, note.place(), note.stored), "not-authentic");
  const auto view = town.snapshot();
  const auto secret = town.room().tables.account_secret(*view, town.drita, Factor::password).value().value();
  std::vector<crypto::Key> tried;
  tried.push_back(town.house().server_key().duplicate());
  tried.push_back(town.house().master().duplicate());
  tried.push_back(town.house().log_key().seed().duplicate());
  for (const auto& key : tried) {
    const Unlocked guess(town.room(), town.drita, 1, KeyPair::from_seed(key.duplicate()));
    EXPECT_EQ(town.read_as(guess, note.place(), note.stored), "not-authentic");
    EXPECT_FALSE(unwrap_seed(key, town.drita, secret.wrapped_private).has_value());
    EXPECT_FALSE(crypto::open_padded(key, note.stored.cipher,
                                     section_aad(town.house().id(), note.place(), note.stored.data_key)));
  }
}

TEST_P(sealing, the_doctor_finds_nothing_until_something_is_wrong) {
  const auto note = town.write(town.drita, file, "body", "body", "text", both());
  EXPECT_TRUE(examine(town.room(), *town.snapshot()).value().empty());
  town.leave_group(town.vesa, town.blerim, town.prosecution);
  auto found = examine(town.room(), *town.snapshot()).value();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].code, "group-key-of-one");
  EXPECT_EQ(found[0].id, town.prosecution.bytes);
  for (const auto& wrap : wraps(note))
    ASSERT_TRUE(town.store().write_rows({KeyTables::erase_wrap(wrap.data_key, wrap.envelope)}).has_value());
  found = examine(town.room(), *town.snapshot()).value();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].code, "data-key-of-too-few");
}

// The secret columns.

TEST_P(sealing, a_secret_column_opens_in_its_own_row_and_under_its_own_master_alone) {
  const auto one = town.write(town.drita, file, "body", "body", "text", {town.police});
  const auto two = town.write(town.drita, file, "identity", "identity", "text", {town.police});
  const auto raw = [&](const Written& of) {
    const auto view = town.snapshot();
    return view->scan({.table = &wrap_table, .index = {}, .equal = {of.stored.data_key.to_bytes()}}).value().at(0);
  };
  auto row = raw(one);
  row[2] = raw(two)[2];
  ASSERT_TRUE(town.store().write_rows({{TableWrite::Kind::put, &wrap_table, row}}).has_value());
  EXPECT_EQ(town.read(town.drita, one), "key-row-not-authentic");
  EXPECT_EQ(town.read(town.drita, two), "text");
  const auto another = crypto::Key::random(town.chance());
  const KeyTables without(another, town.chance());
  EXPECT_EQ(code_of(without.wraps_of(*town.snapshot(), two.stored.data_key)), "key-row-not-authentic");
}

TEST_P(sealing, a_group_key_that_somebody_else_sealed_is_not_taken_for_the_groups) {
  const auto view = town.snapshot();
  const auto mallory = KeyPair::generate(town.chance());
  auto row = town.room().tables.membership(*view, town.police, 1, town.luan).value().value();
  row.sealed_group_private =
      crypto::seal_box(town.keys(town.luan).pair().box().public_key(), mallory.seed().reveal()).value();
  auto forged = town.room().tables.insert(row);  // with the master stolen too
  forged.kind = TableWrite::Kind::put;
  ASSERT_TRUE(town.store().write_rows({forged}).has_value());
  EXPECT_EQ(code_of(town.keys(town.luan).key(*town.snapshot(), town.police, 1)), "group-key-not-authentic");
}

ON_EACH_STORE(sealing);

}  // namespace
}  // namespace kulla::keys::test
