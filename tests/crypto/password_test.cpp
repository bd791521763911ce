#include "crypto/password.hpp"

#include <sstream>
#include <string>

#include <fmt/core.h>
#include <gtest/gtest.h>
#include <sodium.h>

#include "crypto/vectors.hpp"
#include "support/bytes.hpp"
#include "support/shared_data.hpp"

namespace kulla::crypto {
namespace {

using test::hex;

constexpr PasswordSalt salt{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

std::string unpadded_base64(ByteView bytes) {
  auto text = to_base64(bytes);
  while (text.ends_with('=')) text.pop_back();
  return text;
}

// The form in which programs exchange Argon2 hashes; libsodium's reader of it takes the salts of the published rows.
std::string encoded(PasswordCost cost, ByteView with_salt, ByteView tag) {
  return fmt::format("$argon2id$v=19$m={},t={},p=1${}${}", cost.memory_kib, cost.passes, unpadded_base64(with_salt),
                     unpadded_base64(tag));
}
bool encoded_holds(const std::string& text, std::string_view password) {
  return ::crypto_pwhash_argon2id_str_verify(text.c_str(), password.data(), password.size()) == 0;
}

TEST(stretch, is_argon2id_with_memory_in_kib_one_lane_and_the_passes_asked_for) {
  const PasswordCost cost{20 * 1024, 2};
  const auto stretched = stretch(bytes_of("correct horse"), salt, cost);
  ASSERT_TRUE(stretched);
  EXPECT_TRUE(encoded_holds(encoded(cost, salt, stretched->reveal()), "correct horse"));
  EXPECT_FALSE(encoded_holds(encoded(cost, salt, stretched->reveal()), "correct house"));
  EXPECT_FALSE(encoded_holds(encoded({20 * 1024, 3}, salt, stretched->reveal()), "correct horse"));
  EXPECT_FALSE(encoded_holds(encoded({21 * 1024, 2}, salt, stretched->reveal()), "correct horse"));
}

TEST(stretch, the_library_gives_published_hashes) {
  // P-H-C/phc-winner-argon2, test.c (values are facts): version 0x13, 256 KiB, two passes.
  const auto text =
      encoded({256, 2}, bytes_of("somesalt"), hex("9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe"));
  EXPECT_TRUE(encoded_holds(text, "password"));
  EXPECT_FALSE(encoded_holds(text, "passwore"));
}

TEST(stretch, below_the_floor_or_above_the_roof_is_refused) {
  const auto code = [](PasswordCost cost) {
    const auto result = stretch(bytes_of("x"), salt, cost);
    return result ? std::string() : result.error().code;
  };
  EXPECT_EQ(code({19 * 1024 - 1, 2}), "password-cost-too-low");
  EXPECT_EQ(code({19 * 1024, 1}), "password-cost-too-low");
  EXPECT_EQ(code({64 * 1024, 0}), "password-cost-too-low");
  EXPECT_EQ(code({1024 * 1024 + 1, 2}), "password-cost-too-high");
  EXPECT_EQ(code({64 * 1024, 17}), "password-cost-too-high");
  EXPECT_EQ(code(lowest_password_cost), "");
  EXPECT_TRUE(check(PasswordCost{}));
}

TEST(stretch, a_password_beyond_1024_bytes_is_refused_before_any_work) {
  EXPECT_EQ(stretch(Bytes(1'025, 'x'), salt, lowest_password_cost).error().code, "password-too-long");
  EXPECT_TRUE(stretch(Bytes(1'024, 'x'), salt, lowest_password_cost));
}

TEST(stretch, an_empty_password_is_one_like_another) {  // whether it is good enough is said where it is chosen
  const auto nothing = stretch({}, salt, lowest_password_cost);
  ASSERT_TRUE(nothing);
  EXPECT_TRUE(encoded_holds(encoded(lowest_password_cost, salt, nothing->reveal()), ""));
}

TEST(stretch, goes_through_the_turnstile) {
  Turnstile closed({.at_once = 0, .waiting = 0, .retry_after_seconds = 7});
  const auto refused = stretch(bytes_of("x"), salt, lowest_password_cost, closed);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "too-many");
  EXPECT_EQ(refused.error().kind, ErrorKind::too_many);
  EXPECT_EQ(refused.error().retry_after_seconds, 7);
}

TEST(stretch, leaves_the_turnstile_when_it_is_done) {
  Turnstile narrow({.at_once = 1, .waiting = 0, .retry_after_seconds = 1});
  EXPECT_TRUE(stretch(bytes_of("x"), salt, lowest_password_cost, narrow));
  EXPECT_TRUE(stretch(bytes_of("x"), salt, lowest_password_cost, narrow));
  EXPECT_EQ(narrow.present(), 0U);
}

TEST(password_keys, the_verifier_tells_nothing_of_the_key_and_both_follow_from_the_password) {
  const auto first = stretch(bytes_of("correct horse"), salt, lowest_password_cost);
  const auto again = stretch(bytes_of("correct horse"), salt, lowest_password_cost);
  const auto other = stretch(bytes_of("correct house"), salt, lowest_password_cost);
  auto other_salt = salt;
  other_salt[15] ^= 1U;
  const auto salted = stretch(bytes_of("correct horse"), other_salt, lowest_password_cost);
  ASSERT_TRUE(first && again && other && salted);
  const auto keys = password_keys(*first);
  EXPECT_TRUE(password_keys(*again).kek == keys.kek);
  EXPECT_EQ(password_keys(*again).verifier, keys.verifier);
  for (const auto* different : {&*other, &*salted}) {
    EXPECT_FALSE(password_keys(*different).kek == keys.kek);
    EXPECT_NE(password_keys(*different).verifier, keys.verifier);
  }
  EXPECT_FALSE(same_bytes(keys.kek.reveal(), keys.verifier));
  EXPECT_FALSE(same_bytes(first->reveal(), keys.verifier));
}

TEST(password_cost, weaker_in_one_is_weaker) {
  EXPECT_TRUE(is_weaker({64 * 1024, 2}, {64 * 1024, 3}));
  EXPECT_TRUE(is_weaker({32 * 1024, 4}, {64 * 1024, 3}));
  EXPECT_FALSE(is_weaker({64 * 1024, 3}, {64 * 1024, 3}));
  EXPECT_FALSE(is_weaker({128 * 1024, 3}, {64 * 1024, 3}));
}

TEST(vectors_argon2id, phc_rows) {
  // Their salts have 8 bytes and one row has two lanes: our face offers neither, the library's reader does. (RFC 9106,
  // 5.3 cannot be run: it has a secret and associated data, which libsodium does not take.)
  const auto file = SHARED_DATA_OR_SKIP("vectors/argon2id/argon2id.tsv");
  std::istringstream rows(test::read_file(file));
  std::string line;
  std::getline(rows, line);
  int count = 0;
  while (std::getline(rows, line)) {
    std::vector<std::string> cells;
    std::istringstream cell(line);
    for (std::string text; std::getline(cell, text, '\t');) cells.push_back(text);
    ASSERT_EQ(cells.size(), 9U);
    const auto& [password, text] = std::pair(cells[5], cells[8]);
    EXPECT_TRUE(encoded_holds(text, password)) << line;
    EXPECT_FALSE(encoded_holds(text, password + "x")) << line;
    ++count;
  }
  EXPECT_EQ(count, 8);
}

}  // namespace
}  // namespace kulla::crypto
