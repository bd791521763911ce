#include "crypto/aead.hpp"

#include <sodium.h>

#include "crypto/library.hpp"

namespace kulla::crypto {
namespace {

constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(Key::size == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
static_assert(seal_overhead_bytes == 1 + nonce_bytes + tag_bytes);

tl::unexpected<Error> not_authentic() { return fail(ErrorKind::broken, "not-authentic"); }

// What a sealed text is made of, once its form is known to be ours.
struct Parts {
  const Byte* nonce;
  ByteView ciphertext;  // with the tag
  std::size_t plaintext_bytes() const { return ciphertext.size() - tag_bytes; }
};

Result<Parts> take_apart(ByteView sealed) {
  if (sealed.empty()) return not_authentic();
  if (sealed[0] != static_cast<Byte>(Algorithm::xchacha20_poly1305))
    return fail(ErrorKind::broken, "unknown-algorithm");
  if (sealed.size() < seal_overhead_bytes) return not_authentic();
  return Parts{sealed.data() + 1, sealed.subspan(1 + nonce_bytes)};
}

bool open_into(std::span<Byte> into, const Key& key, const Parts& parts, ByteView aad) {
  library_ready();  // it picks the quick code for this processor
  return ::crypto_aead_xchacha20poly1305_ietf_decrypt(into.data(), nullptr, nullptr, parts.ciphertext.data(),
                                                      parts.ciphertext.size(), aad.data(), aad.size(), parts.nonce,
                                                      key.reveal().data()) == 0;
}

}  // namespace

Bytes seal(const Key& key, ByteView plaintext, ByteView aad, Chance& chance) {
  library_ready();
  Bytes sealed(seal_overhead_bytes + plaintext.size());
  sealed[0] = static_cast<Byte>(Algorithm::xchacha20_poly1305);
  chance.fill(std::span(sealed).subspan(1, nonce_bytes));
  const auto* const nonce = sealed.data() + 1;
  const auto failed = ::crypto_aead_xchacha20poly1305_ietf_encrypt(sealed.data() + 1 + nonce_bytes, nullptr,
                                                                   plaintext.data(), plaintext.size(), aad.data(),
                                                                   aad.size(), nullptr, nonce, key.reveal().data());
  invariant_fatal(failed == 0, "sealing does not fail");
  return sealed;
}

Result<WipingBytes> open(const Key& key, ByteView sealed, ByteView aad) {
  const auto parts = TRY(take_apart(sealed));
  WipingBytes plaintext(parts.plaintext_bytes());
  if (!open_into(plaintext, key, parts, aad)) return not_authentic();
  return plaintext;
}

Result<Key> open_key(const Key& key, ByteView sealed, ByteView aad) {
  const auto parts = TRY(take_apart(sealed));
  if (parts.plaintext_bytes() != Key::size) return not_authentic();
  auto opened = Key::zeroed();
  if (!open_into(opened.fill_in(), key, parts, aad)) return not_authentic();
  return opened;
}

WipingBytes pad256(ByteView plaintext) {
  WipingBytes padded((plaintext.size() / padding_step_bytes + 1) * padding_step_bytes);
  std::copy(plaintext.begin(), plaintext.end(), padded.begin());
  padded[plaintext.size()] = 0x80;
  return padded;
}

Result<WipingBytes> unpad256(WipingBytes padded) {
  const auto bad = [] { return fail(ErrorKind::broken, "bad-padding"); };
  if (padded.empty() || padded.size() % padding_step_bytes != 0) return bad();
  auto length = padded.size();
  const auto last_step = padded.size() - padding_step_bytes;
  while (length > last_step && padded[length - 1] == 0) --length;
  if (length == last_step || padded[length - 1] != 0x80) return bad();
  padded.resize(length - 1);
  return padded;
}

Bytes seal_padded(const Key& key, ByteView plaintext, ByteView aad, Chance& chance) {
  return seal(key, pad256(plaintext), aad, chance);
}

Result<WipingBytes> open_padded(const Key& key, ByteView sealed, ByteView aad) {
  return unpad256(TRY(open(key, sealed, aad)));
}

}  // namespace kulla::crypto
