#include "crypto/sign.hpp"

#include <set>
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

TEST(sign, gives_the_signatures_of_rfc_8032) {  // 7.1, tests 1 and 2
  struct Row {
    const char* seed;
    const char* public_key;
    const char* message;
    const char* signature;
  };
  for (const auto& row : {Row{"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                              "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
                              "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e3970"
                              "1cf9b46bd25bf5f0595b"
                              "be24655141438e7a100b"},
                          Row{"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
                              "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
                              "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613"
                              "d0f11d8c387b2eaeb430"
                              "2aeeb00d291612bb0c00"}}) {
    const auto signer = SignSecret::from(Key::from(hex(row.seed)).value());
    EXPECT_EQ(to_hex(signer.public_key().bytes), row.public_key);
    const auto signature = sign(signer, hex(row.message));
    EXPECT_EQ(to_hex(signature.bytes), row.signature);
    EXPECT_TRUE(verify(signer.public_key(), hex(row.message), signature));
    EXPECT_EQ(sign(signer.duplicate(), hex(row.message)), signature);
  }
}

TEST(sign, every_flipped_bit_of_message_signature_and_key_is_refused) {
  SystemChance chance;
  const auto signer = SignSecret::generate(chance);
  Bytes message(40, 3);
  auto signature = sign(signer, message);
  auto key = signer.public_key();
  const auto holds = [&] { return verify(key, message, signature); };
  const auto each_bit = [&](std::span<Byte> bytes, const char* of) {
    for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
      bytes[bit / 8] ^= static_cast<Byte>(1U << bit % 8);
      EXPECT_FALSE(holds()) << of << " bit " << bit;
      bytes[bit / 8] ^= static_cast<Byte>(1U << bit % 8);
    }
  };
  ASSERT_TRUE(holds());
  each_bit(message, "message");
  each_bit(signature.bytes, "signature");
  each_bit(key.bytes, "key");
  EXPECT_FALSE(verify(key, ByteView(message).first(39), signature));
  EXPECT_TRUE(holds());
}

TEST(sign, an_empty_message_has_a_signature_too) {
  SystemChance chance;
  const auto signer = SignSecret::generate(chance);
  EXPECT_TRUE(verify(signer.public_key(), {}, sign(signer, {})));
}

TEST(sign, of_another_length_is_nothing) {
  EXPECT_FALSE(Signature::from(Bytes(63)));
  EXPECT_FALSE(Signature::from(Bytes(65)));
  EXPECT_FALSE(SignPublic::from(Bytes(31)));
}

TEST(vectors_ed25519, wycheproof) {
  const auto file = SHARED_DATA_OR_SKIP("vectors/wycheproof/ed25519_test.json");
  int accepted = 0;
  const auto count = vectors::for_each_case(file, [&](const vectors::Case& one) {
    const auto key = SignPublic::from(vectors::hex_of(one.group.at("publicKey").as_object(), "pk"));
    const auto signature = Signature::from(one.bytes("sig"));
    const bool holds = key && signature && verify(*key, one.bytes("msg"), *signature);
    EXPECT_EQ(holds, one.verdict == vectors::Verdict::valid) << one.number;
    accepted += holds ? 1 : 0;
  });
  EXPECT_EQ(count, 151);
  EXPECT_EQ(accepted, 88);
}

// The edge cases of Ed25519, where verifiers of the world differ. Ours must differ neither from itself nor from what
// sign.hpp says.
TEST(vectors_ed25519, cctv_edge_cases_always_get_the_same_verdict) {
  const auto file = SHARED_DATA_OR_SKIP("vectors/cctv-ed25519/ed25519vectors.json");
  const std::set<std::string, std::less<>> against_us{"low_order_A", "low_order_R", "low_order_residue",
                                                      "non_canonical_A", "non_canonical_R"};
  const auto document = boost::json::parse(test::read_file(file));
  int count = 0;
  int accepted = 0;
  for (const auto& value : document.as_array()) {
    const auto& one = value.as_object();
    bool expected = true;
    if (const auto* flags = one.at("flags").if_array())
      for (const auto& flag : *flags) expected = expected && !against_us.contains(std::string_view(flag.as_string()));
    const auto key = SignPublic::from(vectors::hex_of(one, "key"));
    const auto signature = Signature::from(vectors::hex_of(one, "sig"));
    ASSERT_TRUE(key && signature);
    const auto message = bytes_of(std::string_view(one.at("msg").as_string()));
    const bool holds = verify(*key, message, *signature);
    EXPECT_EQ(holds, expected) << one.at("number").as_int64() << " " << one.at("flags");
    EXPECT_EQ(verify(*key, message, *signature), holds);
    accepted += holds ? 1 : 0;
    ++count;
  }
  EXPECT_EQ(count, 914);
  EXPECT_EQ(accepted, 43);
}

}  // namespace
}  // namespace kulla::crypto
