#include "crypto/box.hpp"

#include <gtest/gtest.h>

#include "crypto/aead.hpp"
#include "crypto/chance.hpp"
#include "crypto/vectors.hpp"
#include "support/bytes.hpp"
#include "support/seed.hpp"
#include "support/shared_data.hpp"

namespace kulla::crypto {
namespace {

using test::hex;

BoxSecret secret_of(ByteView bytes) { return BoxSecret::from(Key::from(bytes).value()); }

TEST(box, gives_the_keys_of_rfc_7748) {  // 6.1: Bob's side of it
  const auto bob = secret_of(hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb"));
  EXPECT_EQ(bob.public_key(), BoxPublic::from(hex("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f")));
  const auto alice = BoxPublic::from(hex("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"));
  const auto shared = shared_secret(bob, *alice);
  ASSERT_TRUE(shared);
  EXPECT_EQ(to_hex(shared->reveal()), "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");
  // 5.2, first vector
  const auto one = secret_of(hex("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4"));
  const auto other = BoxPublic::from(hex("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c"));
  EXPECT_EQ(to_hex(shared_secret(one, *other).value().reveal()),
            "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552");
}

TEST(box, opens_for_its_holder_alone) {
  SystemChance chance;
  const auto holder = BoxSecret::generate(chance);
  const auto other = BoxSecret::generate(chance);
  const auto sealed = seal_box(holder.public_key(), bytes_of("an invented name"));
  ASSERT_TRUE(sealed);
  EXPECT_EQ(sealed->size(), 16 + box_overhead_bytes);
  EXPECT_EQ(text_of(open_box(holder, *sealed).value()), "an invented name");
  EXPECT_EQ(open_box(other, *sealed).error().code, "not-authentic");
  EXPECT_EQ(text_of(open_box(holder.duplicate(), *sealed).value()), "an invented name");
}

TEST(box, every_flipped_bit_and_every_cut_is_refused) {
  SystemChance chance;
  const auto holder = BoxSecret::generate(chance);
  auto sealed = seal_box(holder.public_key(), Bytes(32, 7)).value();
  for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    sealed[bit / 8] ^= static_cast<Byte>(1U << bit % 8);
    const auto opened = open_box(holder, sealed);
    ASSERT_FALSE(opened) << "bit " << bit;
    EXPECT_EQ(opened.error().code, bit < 8 ? "unknown-algorithm" : "not-authentic");
    sealed[bit / 8] ^= static_cast<Byte>(1U << bit % 8);
  }
  for (std::size_t size = 0; size < sealed.size(); ++size)
    EXPECT_EQ(open_box(holder, ByteView(sealed).first(size)).error().code, "not-authentic") << size;
  EXPECT_TRUE(open_box(holder, sealed));
}

TEST(box, of_nothing_opens_to_nothing) {
  SystemChance chance;
  const auto holder = BoxSecret::generate(chance);
  EXPECT_TRUE(open_box(holder, seal_box(holder.public_key(), {}).value()).value().empty());
}

TEST(box, twice_sealed_is_never_the_same) {
  SystemChance chance;
  const auto holder = BoxSecret::generate(chance);
  EXPECT_NE(seal_box(holder.public_key(), {}).value(), seal_box(holder.public_key(), {}).value());
}

TEST(box, is_not_taken_for_a_seal_nor_a_seal_for_a_box) {
  SystemChance chance;
  const auto holder = BoxSecret::generate(chance);
  const auto key = Key::random(chance);
  EXPECT_EQ(open(key, seal_box(holder.public_key(), Bytes(32)).value(), {}).error().code, "unknown-algorithm");
  EXPECT_EQ(open_box(holder, seal(key, Bytes(32), {}, chance)).error().code, "unknown-algorithm");
}

TEST(box, a_key_goes_straight_into_locked_memory) {
  SystemChance chance;
  const auto holder = BoxSecret::generate(chance);
  const auto key = Key::random(chance);
  EXPECT_TRUE(open_box_key(holder, seal_box(holder.public_key(), key.reveal()).value()).value() == key);
  EXPECT_EQ(open_box_key(holder, seal_box(holder.public_key(), Bytes(31)).value()).error().code, "not-authentic");
}

TEST(box, to_a_key_of_low_order_is_refused) {
  for (const auto* text : {"0000000000000000000000000000000000000000000000000000000000000000",
                           "0100000000000000000000000000000000000000000000000000000000000000",
                           "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                           "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"}) {
    const auto sealed = seal_box(*BoxPublic::from(hex(text)), bytes_of("an invented name"));
    ASSERT_FALSE(sealed) << text;
    EXPECT_EQ(sealed.error().code, "weak-public-key");
  }
}

TEST(box, a_public_key_of_another_length_is_nothing) {
  EXPECT_FALSE(BoxPublic::from(Bytes(31)));
  EXPECT_FALSE(BoxPublic::from(Bytes(33)));
}

TEST(vectors_x25519, wycheproof) {
  const auto file = SHARED_DATA_OR_SKIP("vectors/wycheproof/x25519_test.json");
  int shared_secrets = 0;
  int refused = 0;
  const auto count = vectors::for_each_case(file, [&](const vectors::Case& one) {
    const auto theirs = BoxPublic::from(one.bytes("public"));
    ASSERT_TRUE(theirs) << one.number;
    const auto shared = shared_secret(secret_of(one.bytes("private")), *theirs);
    // `acceptable` leaves both open; ours takes twists and other forms, and refuses exactly what shares zeroes.
    EXPECT_EQ(shared.has_value(), !one.has_flag("ZeroSharedSecret")) << one.number;
    if (!shared) {
      EXPECT_EQ(shared.error().code, "weak-public-key");
      EXPECT_EQ(one.bytes("shared"), Bytes(32)) << one.number;
      ++refused;
      return;
    }
    EXPECT_TRUE(same_bytes(shared->reveal(), one.bytes("shared"))) << one.number;
    ++shared_secrets;
  });
  EXPECT_EQ(count, 518);
  EXPECT_EQ(refused, 31);
  EXPECT_EQ(shared_secrets, 487);
}

}  // namespace
}  // namespace kulla::crypto
