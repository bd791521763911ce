// Sealing to somebody who is not there: X25519 (RFC 7748) and libsodium's sealed boxes. Anyone who knows a public key
// can seal to it; only the private key's holder opens. A box does not say who sealed it, and is bound to no place: what
// must be bound goes inside it.
//
//   02 | ephemeral public key (32) | tag (16) | ciphertext
#pragma once

#include <compare>
#include <cstddef>
#include <optional>

#include "base/bytes.hpp"
#include "base/chance.hpp"
#include "base/error.hpp"
#include "crypto/secret.hpp"
#include "crypto/wiping.hpp"

namespace kulla::crypto {

/// Authentic only once a key statement says so (keys/).
struct BoxPublic {
  ByteArray<32> bytes{};
  auto operator<=>(const BoxPublic&) const = default;
  static std::optional<BoxPublic> from(ByteView bytes);
};

/// A private key together with its public one, which opening needs too.
class BoxSecret {
 public:
  static BoxSecret generate(Chance& chance) { return BoxSecret(Key::random(chance)); }
  static BoxSecret from(Key private_key) { return BoxSecret(std::move(private_key)); }

  const BoxPublic& public_key() const { return public_; }
  /// For wrapping it under another key.
  const Key& private_key() const { return private_; }
  BoxSecret duplicate() const { return BoxSecret(private_.duplicate()); }

 private:
  explicit BoxSecret(Key private_key);
  Key private_;
  BoxPublic public_;
};

inline constexpr std::size_t box_overhead_bytes = 1 + 32 + 16;

/// Draws a fresh key pair from the system's chance each time. Refuses (kind `broken`) `weak-public-key`: one of low
/// order, with which anybody could open the box.
Result<Bytes> seal_box(const BoxPublic& to, ByteView plaintext);
/// Refuses (kind `broken`) `unknown-algorithm`, `not-authentic`.
Result<WipingBytes> open_box(const BoxSecret& holder, ByteView sealed);
/// The same straight into locked memory; `not-authentic` also when it is not 32 bytes.
Result<Key> open_box_key(const BoxSecret& holder, ByteView sealed);

/// X25519 alone, not yet a key: run it through HKDF. Refuses `weak-public-key` where the result is zero.
Result<Key> shared_secret(const BoxSecret& mine, const BoxPublic& theirs);

}  // namespace kulla::crypto
