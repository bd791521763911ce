#include "crypto/hash.hpp"

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "crypto/vectors.hpp"
#include "support/bytes.hpp"
#include "support/seed.hpp"
#include "support/shared_data.hpp"

namespace kulla::crypto {
namespace {

using test::hex;

std::string hex_text(ByteView bytes) { return to_hex(bytes); }

TEST(sha256, gives_the_published_hashes) {  // FIPS 180-4 examples
  EXPECT_EQ(hex_text(sha256(bytes_of(""))), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex_text(sha256(bytes_of("abc"))), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex_text(sha256(bytes_of(std::string(1'000'000, 'a')))),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(sha256, is_the_same_whole_in_a_list_and_in_a_stream) {
  SeededChance chance(test::seed());
  Hasher stream;
  for (std::size_t size = 0; size < 300; ++size) {
    Bytes message(size);
    chance.fill(message);
    const auto cut = static_cast<std::size_t>(chance.below(size + 1));
    const auto whole = ByteView(message);
    const auto expected = sha256(whole);
    EXPECT_EQ(sha256({whole.first(cut), whole.subspan(cut)}), expected) << "seed " << test::seed() << " size " << size;
    EXPECT_EQ(stream.add(whole.first(cut)).add(whole.subspan(cut)).finish(), expected) << size;
  }
}

TEST(sha256, of_a_number_is_of_its_eight_bytes_big_endian) {
  EXPECT_EQ(Hasher().add_number(0x0102030405060708).finish(), sha256(hex("0102030405060708")));
}

TEST(sha256, is_right_on_several_threads_at_once) {
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int number = 0; number < 4; ++number)
    threads.emplace_back([&wrong] {
      const auto expected = hex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
      for (int i = 0; i < 2'000; ++i)
        if (!same_bytes(sha256({bytes_of("a"), bytes_of("bc")}), expected)) ++wrong;
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

TEST(hmac, gives_the_tags_of_rfc_4231) {
  EXPECT_EQ(hex_text(hmac_sha256(Bytes(20, 0x0b), bytes_of("Hi There"))),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(hex_text(hmac_sha256(bytes_of("Jefe"), {bytes_of("what do ya want "), bytes_of("for nothing?")})),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hex_text(hmac_sha256(Bytes(131, 0xaa), bytes_of("Test Using Larger Than Block-Size Key - Hash Key First"))),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(hmac, takes_an_empty_key_and_an_empty_message) {  // wycheproof has neither; the value is Python's
  EXPECT_EQ(hex_text(hmac_sha256({}, ByteView{})), "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST(hkdf, gives_the_keys_of_rfc_5869) {
  const Bytes secret(22, 0x0b);
  const auto salt = hex("000102030405060708090a0b0c");
  const auto info = hex("f0f1f2f3f4f5f6f7f8f9");
  EXPECT_EQ(hex_text(hkdf_extract(salt, secret).reveal()),
            "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5");
  const auto first = hkdf_sha256(secret, salt, text_of(info), 42);
  ASSERT_TRUE(first);
  EXPECT_EQ(hex_text(first->reveal()),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
  const auto third = hkdf_sha256(secret, {}, {}, 42);  // neither salt nor info
  ASSERT_TRUE(third);
  EXPECT_EQ(hex_text(third->reveal()),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

TEST(hkdf, one_key_is_the_first_32_bytes_of_many) {
  const auto root = hkdf_extract({}, bytes_of("invented"));
  const auto many = hkdf_expand(root, "info", 100);
  ASSERT_TRUE(many);
  EXPECT_TRUE(same_bytes(hkdf_expand_key(root, "info").reveal(), many->reveal().first(32)));
  EXPECT_FALSE(hkdf_expand_key(root, "info") == hkdf_expand_key(root, "other"));
}

TEST(hkdf, refuses_a_length_that_it_cannot_give) {
  const auto root = hkdf_extract({}, bytes_of("invented"));
  EXPECT_EQ(hkdf_expand(root, "", 0).error().code, "hkdf-length");
  EXPECT_EQ(hkdf_expand(root, "", 8'161).error().code, "hkdf-length");
  EXPECT_EQ(hkdf_expand(root, "", 8'160)->size(), 8'160U);
}

TEST(vectors_hmac, wycheproof) {
  const auto file = SHARED_DATA_OR_SKIP("vectors/wycheproof/hmac_sha256_test.json");
  int accepted = 0;
  int cut_short = 0;
  const auto count = vectors::for_each_case(file, [&](const vectors::Case& one) {
    const auto tag = hmac_sha256(one.bytes("key"), one.bytes("msg"));
    const auto given = one.bytes("tag");
    const bool same = same_bytes(tag, given);
    if (given.size() != tag.size()) {  // a tag cut to 16 bytes is not offered
      EXPECT_FALSE(same) << one.number;
      EXPECT_EQ(same_bytes(ByteView(tag).first(given.size()), given), one.verdict == vectors::Verdict::valid)
          << one.number;
      ++cut_short;
      return;
    }
    EXPECT_EQ(same, one.verdict == vectors::Verdict::valid) << one.number;
    accepted += same ? 1 : 0;
  });
  EXPECT_EQ(count, 174);
  EXPECT_EQ(cut_short, 87);
  EXPECT_EQ(accepted, 33);
}

TEST(vectors_hkdf, wycheproof) {
  const auto file = SHARED_DATA_OR_SKIP("vectors/wycheproof/hkdf_sha256_test.json");
  int made = 0;
  const auto count = vectors::for_each_case(file, [&](const vectors::Case& one) {
    const auto length = static_cast<std::size_t>(one.data.at("size").as_int64());
    const auto info = one.bytes("info");
    const auto keys = hkdf_sha256(one.bytes("ikm"), one.bytes("salt"), text_of(info), length);
    ASSERT_EQ(keys.has_value(), one.verdict == vectors::Verdict::valid) << one.number;
    if (!keys) return;
    EXPECT_TRUE(same_bytes(keys->reveal(), one.bytes("okm"))) << one.number;
    ++made;
  });
  EXPECT_EQ(count, 86);
  EXPECT_EQ(made, 83);
}

}  // namespace
}  // namespace kulla::crypto
