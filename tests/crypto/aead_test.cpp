#include "crypto/aead.hpp"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "crypto/chance.hpp"
#include "crypto/vectors.hpp"
#include "support/bytes.hpp"
#include "support/seed.hpp"
#include "support/shared_data.hpp"

namespace kulla::crypto {
namespace {

using test::hex;

// Gives the bytes that a vector names, and says if anything else is asked of it.
class GivenChance final : public Chance {
 public:
  explicit GivenChance(Bytes bytes) : bytes_(std::move(bytes)) {}
  void fill(std::span<Byte> into) override {
    ASSERT_EQ(into.size(), bytes_.size());
    std::copy(bytes_.begin(), bytes_.end(), into.begin());
  }

 private:
  Bytes bytes_;
};

Bytes put_together(ByteView nonce, ByteView ciphertext, ByteView tag) {
  Bytes sealed{0x01};
  append(sealed, nonce);
  append(sealed, ciphertext);
  append(sealed, tag);
  return sealed;
}

TEST(seal, gives_the_example_of_the_xchacha_draft) {  // draft-irtf-cfrg-xchacha-03, A.3.1
  const auto key = Key::from(hex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f"));
  const auto nonce = hex("404142434445464748494a4b4c4d4e4f5051525354555657");
  const auto aad = hex("50515253c0c1c2c3c4c5c6c7");
  const std::string plaintext =
      "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be "
      "it.";
  const auto expected = put_together(
      nonce,
      hex("bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54"
          "c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff921f9664c97637da9768812f6"
          "15c68b13b52e"),
      hex("c0875924c1c7987947deafd8780acf49"));
  GivenChance chance(nonce);
  EXPECT_EQ(seal(*key, bytes_of(plaintext), aad, chance), expected);
  const auto opened = open(*key, expected, aad);
  ASSERT_TRUE(opened);
  EXPECT_EQ(text_of(*opened), plaintext);
}

TEST(seal, opens_again_at_every_length) {
  SeededChance chance(test::seed());
  const auto key = Key::random(chance);
  for (std::size_t size = 0; size < 600; size += 7) {
    Bytes plaintext(size);
    chance.fill(plaintext);
    Bytes aad(size % 50);
    chance.fill(aad);
    const auto sealed = seal(key, plaintext, aad, chance);
    EXPECT_EQ(sealed.size(), size + seal_overhead_bytes);
    const auto opened = open(key, sealed, aad);
    ASSERT_TRUE(opened) << "seed " << test::seed() << " size " << size;
    EXPECT_TRUE(same_bytes(*opened, plaintext));
  }
}

TEST(seal, every_flipped_bit_is_refused) {
  SeededChance chance(test::seed());
  const auto key = Key::random(chance);
  const auto aad = bytes_of("house|stream|1|type|identity|key");
  auto sealed = seal(key, bytes_of("an invented name"), aad, chance);
  for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    sealed[bit / 8] ^= static_cast<Byte>(1U << bit % 8);
    const auto opened = open(key, sealed, aad);
    ASSERT_FALSE(opened) << "bit " << bit;
    EXPECT_EQ(opened.error().code, bit < 8 ? "unknown-algorithm" : "not-authentic");
    EXPECT_EQ(opened.error().kind, ErrorKind::broken);
    sealed[bit / 8] ^= static_cast<Byte>(1U << bit % 8);
  }
  EXPECT_TRUE(open(key, sealed, aad));
}

TEST(seal, opens_in_no_other_place_and_under_no_other_key) {
  SeededChance chance(test::seed());
  auto key = Key::random(chance);
  Bytes aad(96);
  chance.fill(aad);
  const auto sealed = seal(key, bytes_of("an invented name"), aad, chance);
  for (std::size_t bit = 0; bit < aad.size() * 8; ++bit) {
    aad[bit / 8] ^= static_cast<Byte>(1U << bit % 8);
    EXPECT_FALSE(open(key, sealed, aad)) << bit;
    aad[bit / 8] ^= static_cast<Byte>(1U << bit % 8);
  }
  EXPECT_FALSE(open(key, sealed, ByteView(aad).first(95)));
  EXPECT_FALSE(open(key, sealed, {}));
  for (std::size_t bit = 0; bit < 256; ++bit) {
    auto other = key.duplicate();
    other.fill_in()[bit / 8] ^= static_cast<Byte>(1U << bit % 8);
    EXPECT_FALSE(open(other, sealed, aad)) << bit;
  }
}

TEST(seal, cut_short_or_made_longer_is_refused) {
  SeededChance chance(test::seed());
  const auto key = Key::random(chance);
  auto sealed = seal(key, bytes_of("an invented name"), {}, chance);
  for (std::size_t size = 0; size < sealed.size(); ++size)
    EXPECT_EQ(open(key, ByteView(sealed).first(size), {}).error().code, "not-authentic") << size;
  sealed.push_back(0);
  EXPECT_FALSE(open(key, sealed, {}));
}

TEST(seal, every_algorithm_byte_but_ours_is_refused) {
  SeededChance chance(test::seed());
  const auto key = Key::random(chance);
  auto sealed = seal(key, bytes_of("x"), {}, chance);
  for (unsigned byte = 0; byte < 256; ++byte) {
    sealed[0] = static_cast<Byte>(byte);
    const auto opened = open(key, sealed, {});
    EXPECT_EQ(opened.has_value(), byte == 1) << byte;
    if (!opened) {
      EXPECT_EQ(opened.error().code, "unknown-algorithm");
    }
  }
}

TEST(seal, no_nonce_repeats_in_a_million) {
  SystemChance chance;
  const auto key = Key::random(chance);
  constexpr std::size_t seals = 1'000'000;
  std::vector<ByteArray<24>> nonces(seals);
  for (auto& nonce : nonces) {
    const auto sealed = seal(key, {}, {}, chance);
    std::copy_n(sealed.begin() + 1, nonce.size(), nonce.begin());
  }
  std::sort(nonces.begin(), nonces.end());
  EXPECT_EQ(std::adjacent_find(nonces.begin(), nonces.end()), nonces.end());
  // And every one of its bits is drawn: stuck ones would leave room for fewer than 2^192.
  for (std::size_t bit = 0; bit < 192; ++bit) {
    const auto set = std::count_if(nonces.begin(), nonces.end(), [bit](const ByteArray<24>& nonce) {
      return (unsigned{nonce[bit / 8]} >> bit % 8 & 1U) == 1U;
    });
    EXPECT_NEAR(static_cast<double>(set), seals / 2.0, 4'000) << "bit " << bit;  // 8 standard deviations
  }
}

TEST(open_key, gives_a_key_of_32_bytes_and_nothing_else) {
  SeededChance chance(test::seed());
  const auto key = Key::random(chance);
  const auto inner = Key::random(chance);
  const auto opened = open_key(key, seal(key, inner.reveal(), bytes_of("a"), chance), bytes_of("a"));
  ASSERT_TRUE(opened);
  EXPECT_TRUE(*opened == inner);
  EXPECT_FALSE(open_key(key, seal(key, inner.reveal(), bytes_of("a"), chance), bytes_of("b")));
  EXPECT_EQ(open_key(key, seal(key, Bytes(31), {}, chance), {}).error().code, "not-authentic");
  EXPECT_EQ(open_key(key, seal(key, Bytes(33), {}, chance), {}).error().code, "not-authentic");
}

TEST(padding, is_taken_off_again_and_lengths_are_steps) {
  for (std::size_t size = 0; size <= 1'025; ++size) {
    Bytes plaintext(size, 0x80);  // the mark itself must survive
    if (size > 0) plaintext.back() = size % 2 == 0 ? 0x00 : 0x80;
    auto padded = pad256(plaintext);
    EXPECT_EQ(padded.size(), (size / 256 + 1) * 256);
    const auto back = unpad256(std::move(padded));
    ASSERT_TRUE(back) << size;
    EXPECT_TRUE(same_bytes(*back, plaintext)) << size;
  }
}

TEST(padding, that_is_not_ours_is_refused) {
  const auto refused = [](WipingBytes bytes) {
    const auto result = unpad256(std::move(bytes));
    return !result && result.error().code == "bad-padding";
  };
  EXPECT_TRUE(refused({}));
  EXPECT_TRUE(refused(WipingBytes(256)));        // no mark at all
  EXPECT_TRUE(refused(WipingBytes(255, 0x80)));  // not a whole step
  EXPECT_TRUE(refused(WipingBytes(256, 0x01)));  // another mark
  WipingBytes early(512);
  early[255] = 0x80;  // a whole step of padding: pad256 never writes that
  EXPECT_TRUE(refused(early));
  early[255] = 0;
  early[256] = 0x80;
  EXPECT_FALSE(refused(early));
}

TEST(padding, sealed_texts_of_1_and_200_bytes_are_of_one_length) {
  SeededChance chance(test::seed());
  const auto key = Key::random(chance);
  const auto short_one = seal_padded(key, Bytes(1), {}, chance);
  EXPECT_EQ(short_one.size(), seal_padded(key, Bytes(200), {}, chance).size());
  EXPECT_EQ(open_padded(key, short_one, {}).value(), WipingBytes(1));
  EXPECT_EQ(open_padded(key, seal(key, Bytes(256), {}, chance), {}).error().code, "bad-padding");
}

TEST(vectors_aead, wycheproof) {
  const auto file = SHARED_DATA_OR_SKIP("vectors/wycheproof/xchacha20_poly1305_test.json");
  int opened = 0;
  const auto count = vectors::for_each_case(file, [&](const vectors::Case& one) {
    const auto key = Key::from(one.bytes("key"));
    ASSERT_TRUE(key) << one.number;
    const auto aad = one.bytes("aad");
    const auto nonce = one.bytes("iv");
    const auto sealed = put_together(nonce, one.bytes("ct"), one.bytes("tag"));
    const auto result = open(*key, sealed, aad);
    // Nonces of other lengths (all `invalid`) are not offered; put into our form they are refused.
    ASSERT_EQ(result.has_value(), one.verdict == vectors::Verdict::valid) << one.number;
    if (!result) return;
    EXPECT_TRUE(same_bytes(*result, one.bytes("msg"))) << one.number;
    GivenChance chance(nonce);
    EXPECT_EQ(seal(*key, one.bytes("msg"), aad, chance), sealed) << one.number;
    ++opened;
  });
  EXPECT_EQ(count, 315);
  EXPECT_EQ(opened, 246);
}

}  // namespace
}  // namespace kulla::crypto
