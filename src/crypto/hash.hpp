// SHA-256 (FIPS 180-4) by OpenSSL, five times as quick as libsodium's on leaves; HMAC (RFC 2104) and HKDF (RFC 5869)
// on it. Pieces given as a list are hashed one after another with nothing between: where a piece has no fixed length,
// the caller puts its length in front, or two different lists give one hash.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string_view>

#include "base/bytes.hpp"
#include "base/error.hpp"
#include "crypto/secret.hpp"

namespace kulla::crypto {

using Hash = ByteArray<32>;

/// One context a thread, no memory asked for after the first call.
Hash sha256(ByteView bytes);
Hash sha256(std::initializer_list<ByteView> pieces);

/// SHA-256 of what comes in pieces over time. Not safe for several threads.
class Hasher {
 public:
  Hasher();
  Hasher& add(ByteView piece);
  Hasher& add(std::string_view piece) { return add(bytes_of(piece)); }
  /// Big-endian, eight bytes: for lengths, versions, positions.
  Hasher& add_number(std::uint64_t number);
  /// Ends this hash and starts the next.
  Hash finish();

 private:
  struct Free {
    void operator()(void* context) const noexcept;
  };
  std::unique_ptr<void, Free> context_;  // EVP_MD_CTX
};

/// A key of any length.
Hash hmac_sha256(ByteView key, std::initializer_list<ByteView> pieces);
inline Hash hmac_sha256(ByteView key, ByteView message) { return hmac_sha256(key, {message}); }

inline constexpr std::size_t hkdf_length_max = 255 * 32;
/// RFC 5869, 2.2: from a long or uneven secret to an even key. An empty salt is 32 zeroes.
Key hkdf_extract(ByteView salt, ByteView secret);
/// RFC 5869, 2.3: many keys from one, told apart by `info`. Refuses `hkdf-length` for more than 8,160 bytes or none.
Result<SecretBytes> hkdf_expand(const Key& pseudorandom_key, std::string_view info, std::size_t length);
/// The same for one key, which cannot be refused.
Key hkdf_expand_key(const Key& pseudorandom_key, std::string_view info);
/// Extract and expand.
Result<SecretBytes> hkdf_sha256(ByteView secret, ByteView salt, std::string_view info, std::size_t length);

}  // namespace kulla::crypto
