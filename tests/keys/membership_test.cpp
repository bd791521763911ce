#include "keys/membership.hpp"

#include <set>

#include "keys/seals.hpp"
#include "keys/town.hpp"

namespace kulla::keys::test {
namespace {

class membership : public OnEachStore {
 public:
  const StreamId file = town.make<StreamId>();
  Invited invited_into(GroupId group, AccountId account, Duration until = days(7)) {
    auto made =
        invite(town.room(), *town.snapshot(), town.keys(town.mira), account, group, town.now() + until, town.now());
    return std::move(made.value());
  }
  Result<Accepted> try_accept(std::string_view code, std::string_view password = "eleven dry walnuts") {
    return accept(town.room(), *town.snapshot(), code, password, cheap, town.now());
  }
};

TEST_P(membership, a_newcomer_reads_what_her_group_has_and_had) {
  const auto before = town.write(town.drita, file, "body", "body", "before", {town.police});
  const auto teuta = town.add_member(town.police, town.luan);
  EXPECT_EQ(town.read(teuta, before), "before");
  const auto after = town.write(teuta, file, "body", "body", "after", {town.police});
  EXPECT_EQ(town.read(town.drita, after), "after");
}

TEST_P(membership, both_sides_see_the_same_six_words_and_other_words_for_another_key) {
  const auto account = town.invite_and_accept(town.police, town.mira);
  const auto here = proposal(town.room(), *town.snapshot(), account).value();
  const auto there = proposal(town.room(), *town.snapshot(), account).value();
  const auto words = six_words(town.house().id(), here);
  EXPECT_EQ(words, six_words(town.house().id(), there));
  auto other = here;
  other.keys = KeyPair::generate(town.chance()).public_keys();
  EXPECT_NE(words, six_words(town.house().id(), other));
  other = here;
  other.group = town.prosecution;
  EXPECT_NE(words, six_words(town.house().id(), other));
  EXPECT_NE(words, six_words(town.make<HouseId>(), here));
}

TEST_P(membership, keys_that_were_changed_after_the_words_were_compared_are_not_admitted) {
  const auto account = town.make<AccountId>();
  auto first = invited_into(town.police, account);
  town.append(town.mira, std::move(first.change));
  town.append(account, try_accept(first.code.view()).value().change);
  const auto compared = proposal(town.room(), *town.snapshot(), account).value();
  // Somebody invites again and takes the code: other keys now stand in the same account's stream.
  auto second = invited_into(town.police, account);
  town.append(town.mira, std::move(second.change));
  EXPECT_EQ(code_of(proposal(town.room(), *town.snapshot(), account)), "no-proposal");
  town.append(account, try_accept(second.code.view()).value().change);
  EXPECT_EQ(code_of(admit(town.room(), *town.snapshot(), town.keys(town.drita), compared, town.now())),
            "proposal-changed");
  EXPECT_EQ(code_of(town.room().statements.verified(*town.snapshot(), account)), "no-statement");
}

TEST_P(membership, a_code_works_once_and_until_its_time) {
  const auto account = town.make<AccountId>();
  auto invited = invited_into(town.police, account, hours(1));
  town.append(town.mira, std::move(invited.change));
  std::string wrong(invited.code.view());
  wrong[40] = wrong[40] == 'A' ? 'B' : 'A';
  EXPECT_EQ(code_of(try_accept(wrong)), "invitation-unknown");
  EXPECT_EQ(code_of(try_accept("")), "invitation-unknown");
  EXPECT_EQ(code_of(try_accept(invited.code.view(), "short")), "password-too-short");
  town.clock().advance(hours(1) + microseconds(1));
  EXPECT_EQ(code_of(try_accept(invited.code.view())), "invitation-unknown");
  town.clock().advance(-microseconds(1));
  auto accepted = try_accept(invited.code.view()).value();
  auto twice = try_accept(invited.code.view()).value();
  town.append(account, std::move(accepted.change));
  EXPECT_EQ(code_of(town.try_append(account, std::move(twice.change))), "version-conflict");
  EXPECT_EQ(code_of(try_accept(invited.code.view())), "invitation-unknown");
}

TEST_P(membership, only_a_member_admits_where_there_is_one) {
  const auto account = town.invite_and_accept(town.police, town.mira);
  const auto shown = proposal(town.room(), *town.snapshot(), account).value();
  for (const auto other : {town.mira, town.vesa})
    EXPECT_EQ(code_of(admit(town.room(), *town.snapshot(), town.keys(other), shown, town.now())), "not-a-member");
  EXPECT_EQ(code_of(invite(town.room(), *town.snapshot(), town.keys(town.vesa), town.make<AccountId>(), town.police,
                           town.now() + days(1), town.now())),
            "not-an-administrator");
  EXPECT_EQ(code_of(open_group(town.room(), *town.snapshot(), town.keys(town.drita), town.make<GroupId>(), town.drita,
                               town.now())),
            "not-an-administrator");
  EXPECT_EQ(code_of(found_group(town.room(), *town.snapshot(), town.keys(town.mira), town.make<GroupId>(), town.now())),
            "not-the-first-member");
}

TEST_P(membership, what_is_written_after_she_left_opens_neither_to_her_key_nor_to_an_old_copy) {
  const auto before = town.write(town.luan, file, "body", "body", "before", {town.police});
  ASSERT_EQ(town.read(town.drita, before), "before");
  // What she could have copied: her key, and the rows that seal the group's key to her.
  const auto& her_keys = town.keys(town.drita);
  const auto copied = town.room().tables.memberships(*town.snapshot(), town.drita).value();
  ASSERT_EQ(copied.size(), 1U);

  town.leave_group(town.luan, town.drita, town.police);
  EXPECT_EQ(town.read_as(her_keys, before.place(), before.stored), "key-not-held");
  const auto after = town.write(town.luan, file, "body", "body", "after", {town.police});
  EXPECT_NE(after.stored.data_key, before.stored.data_key);  // the data key changes at its next write
  for (const auto& row : copied)                             // put back into the database
    ASSERT_TRUE(town.store().write_rows({town.room().tables.insert(row)}).has_value());
  EXPECT_EQ(town.read_as(her_keys, before.place(), before.stored), "before");  // a copy cannot be called back
  EXPECT_EQ(town.read_as(her_keys, after.place(), after.stored), "key-not-held");
  town.restart();
  EXPECT_EQ(town.read(town.drita, after), "key-not-held");
  EXPECT_EQ(town.read(town.luan, after), "after");
}

TEST_P(membership, those_who_stay_and_those_who_come_later_open_old_and_new) {
  const auto teuta = town.add_member(town.police, town.luan);
  const auto first = town.write(town.luan, file, "body", "body", "first", {town.police});
  town.leave_group(town.luan, town.drita, town.police);
  const auto second = town.write(town.vesa, file, "body", "body", "second", {town.police});
  town.leave_group(teuta, town.luan, town.police);
  const auto third = town.write(teuta, file, "body", "body", "third", {town.police});
  const auto agron = town.add_member(town.police, teuta);
  town.restart();
  for (const auto who : {teuta, agron})
    EXPECT_EQ(town.read(who, first) + town.read(who, second) + town.read(who, third), "firstsecondthird");
  const auto last = town.write(agron, file, "body", "body", "last", {town.police});
  EXPECT_EQ(last.stored.data_key, third.stored.data_key);
  EXPECT_EQ(town.room().statements.verified(*town.snapshot(), town.police)->epoch, 3);
}

TEST_P(membership, leaving_is_asked_of_another_member) {
  const auto refused = [&](AccountId by, AccountId leaver) {
    return code_of(leave(town.room(), *town.snapshot(), town.keys(by), leaver, town.police, town.now()));
  };
  EXPECT_EQ(refused(town.drita, town.drita), "not-a-member");
  EXPECT_EQ(refused(town.mira, town.drita), "not-a-member");
  EXPECT_EQ(refused(town.drita, town.vesa), "member-unknown");
}

TEST_P(membership, one_account_may_be_in_two_groups_with_one_key) {
  town.append(
      town.vesa,
      join(town.room(), *town.snapshot(), town.keys(town.vesa), town.drita, town.prosecution, town.now()).value());
  const auto note = town.write(town.blerim, file, "body", "body", "ours", {town.prosecution});
  EXPECT_EQ(town.read(town.drita, note), "ours");
  EXPECT_EQ(town.read(town.luan, note), "key-not-held");
  EXPECT_EQ(
      code_of(join(town.room(), *town.snapshot(), town.keys(town.vesa), town.drita, town.prosecution, town.now())),
      "already-a-member");
}

TEST_P(membership, a_closed_account_is_sealed_to_no_more) {
  EXPECT_EQ(code_of(close_account(town.room(), *town.snapshot(), town.drita, town.now())), "still-a-member");
  town.leave_group(town.luan, town.drita, town.police);
  town.append(town.mira, close_account(town.room(), *town.snapshot(), town.drita, town.now()).value());
  const auto note = town.write(town.luan, file, "body", "body", "x", {town.police, town.drita});
  ASSERT_EQ(note.left_out.size(), 1U);
  EXPECT_EQ(note.left_out[0].code, "no-statement");
}

TEST_P(membership, a_new_password_opens_the_same_keys_and_the_old_one_nothing) {
  const auto change = [&](std::string_view old_one, std::string_view new_one) {
    return change_password(town.room(), *town.snapshot(), town.drita, old_one, new_one, cheap, town.now());
  };
  EXPECT_EQ(code_of(change("not her password", "another long password")), "wrong-password");
  EXPECT_EQ(code_of(change(town.password(town.drita), "short")), "password-too-short");
  town.append(town.drita, change(town.password(town.drita), "another long password").value());
  const auto row = town.room().tables.account_secret(*town.snapshot(), town.drita, Factor::password).value().value();
  const auto opens = [&](std::string_view password) {
    return unwrap_seed(crypto::stretch(bytes_of(password), row.salt, row.cost).value(), town.drita, row.wrapped_private)
        .has_value();
  };
  EXPECT_TRUE(opens("another long password"));
  EXPECT_FALSE(opens(town.password(town.drita)));
}

ON_EACH_STORE(membership);

TEST(six_words, are_two_thousand_and_forty_eight_and_no_two_alike) {
  std::set<std::string> all;
  for (std::uint32_t i = 0; i < 2048; ++i) all.insert(word_of(i));
  EXPECT_EQ(all.size(), 2048U);
}

TEST(six_words, stand_for_the_first_66_bits) {
  crypto::Hash hash{};
  const auto zero = words_from(hash);
  for (const auto& word : zero) EXPECT_EQ(word, word_of(0));
  for (std::size_t bit = 0; bit < 80; ++bit) {
    crypto::Hash one{};
    one[bit / 8] = static_cast<Byte>(0x80U >> (bit % 8));
    EXPECT_EQ(words_from(one) != zero, bit < 66) << bit;
  }
}

}  // namespace
}  // namespace kulla::keys::test
