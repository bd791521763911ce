// Sealing under a key that both sides hold: XChaCha20-Poly1305, whose nonces are long enough to be drawn by chance.
//
//   01 | nonce (24) | ciphertext | tag (16)
//
// The first byte names the algorithm, so that AES-256-GCM can follow where a law asks for it. `aad` is what the
// ciphertext is bound to: house, stream, version, type, section, key (decisions.md 2.3); it opens nowhere else.
// Not key-committing: a caller who lets others choose keys puts the key's fingerprint into `aad`.
#pragma once

#include <cstddef>

#include "base/bytes.hpp"
#include "base/chance.hpp"
#include "base/error.hpp"
#include "crypto/secret.hpp"
#include "crypto/wiping.hpp"

namespace kulla::crypto {

/// The first byte of everything that is sealed. A number is never given to a second algorithm.
enum class Algorithm : Byte {
  xchacha20_poly1305 = 0x01,
  x25519_sealed_box = 0x02,  // box.hpp
};

inline constexpr std::size_t seal_overhead_bytes = 1 + 24 + 16;

/// A fresh nonce from `chance` each time. `chance` is SystemChance outside tests.
Bytes seal(const Key& key, ByteView plaintext, ByteView aad, Chance& chance);

/// Refuses (kind `broken`) `unknown-algorithm`, and `not-authentic` for everything else: too short, another key,
/// another place, a changed bit.
Result<WipingBytes> open(const Key& key, ByteView sealed, ByteView aad);
/// The same straight into locked memory, for a key under a key. `not-authentic` also when it is not 32 bytes.
Result<Key> open_key(const Key& key, ByteView sealed, ByteView aad);

inline constexpr std::size_t padding_step_bytes = 256;
/// ISO 7816-4: 0x80, then zeroes up to the next whole step, so that a length tells little. At least one byte is added.
WipingBytes pad256(ByteView plaintext);
/// Refuses (kind `broken`) `bad-padding`. Only for what was authentic, so its time of running tells nobody anything.
Result<WipingBytes> unpad256(WipingBytes padded);

/// pad256, then seal; open, then unpad256: a section as it is stored.
Bytes seal_padded(const Key& key, ByteView plaintext, ByteView aad, Chance& chance);
Result<WipingBytes> open_padded(const Key& key, ByteView sealed, ByteView aad);

}  // namespace kulla::crypto
