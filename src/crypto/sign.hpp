// Signatures: Ed25519 (RFC 8032) by libsodium. Checkpoints, key statements and witnesses rest on it.
//
// The verifier's choices where the RFC leaves room, always the same (tests/crypto/sign_test.cpp): no cofactor; S below
// the group's order; neither a public key nor an R of low order; both in their one canonical form.
#pragma once

#include <compare>
#include <cstddef>
#include <optional>

#include "base/bytes.hpp"
#include "base/chance.hpp"
#include "crypto/secret.hpp"

namespace kulla::crypto {

struct SignPublic {
  ByteArray<32> bytes{};
  auto operator<=>(const SignPublic&) const = default;
  static std::optional<SignPublic> from(ByteView bytes);
};

struct Signature {
  ByteArray<64> bytes{};
  auto operator<=>(const Signature&) const = default;
  static std::optional<Signature> from(ByteView bytes);
};

class SignSecret {
 public:
  static SignSecret generate(Chance& chance) { return SignSecret(Key::random(chance)); }
  /// The seed is the private key of RFC 8032.
  static SignSecret from(Key seed) { return SignSecret(std::move(seed)); }

  const SignPublic& public_key() const { return public_; }
  /// For wrapping it under another key.
  const Key& seed() const { return seed_; }
  SignSecret duplicate() const { return SignSecret(seed_.duplicate()); }

 private:
  friend Signature sign(const SignSecret& signer, ByteView message);
  explicit SignSecret(Key seed);
  Key seed_;
  Secret<64> expanded_;  // libsodium's form: seed and public key
  SignPublic public_;
};

/// Deterministic: one message has one signature.
Signature sign(const SignSecret& signer, ByteView message);
[[nodiscard]] bool verify(const SignPublic& signer, ByteView message, const Signature& signature);

}  // namespace kulla::crypto
