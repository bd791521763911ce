#include "crypto/box.hpp"

#include <algorithm>

#include <sodium.h>

#include "crypto/aead.hpp"
#include "crypto/library.hpp"

namespace kulla::crypto {
namespace {

static_assert(Key::size == crypto_box_SECRETKEYBYTES && sizeof(BoxPublic) == crypto_box_PUBLICKEYBYTES);
static_assert(box_overhead_bytes == 1 + crypto_box_SEALBYTES);

tl::unexpected<Error> not_authentic() { return fail(ErrorKind::broken, "not-authentic"); }

Result<ByteView> box_inside(ByteView sealed) {
  if (sealed.empty()) return not_authentic();
  if (sealed[0] != static_cast<Byte>(Algorithm::x25519_sealed_box)) return fail(ErrorKind::broken, "unknown-algorithm");
  if (sealed.size() < box_overhead_bytes) return not_authentic();
  return sealed.subspan(1);
}

bool open_into(std::span<Byte> into, const BoxSecret& holder, ByteView box) {
  library_ready();
  return ::crypto_box_seal_open(into.data(), box.data(), box.size(), holder.public_key().bytes.data(),
                                holder.private_key().reveal().data()) == 0;
}

}  // namespace

std::optional<BoxPublic> BoxPublic::from(ByteView from) {
  BoxPublic key;
  if (from.size() != key.bytes.size()) return std::nullopt;
  std::copy(from.begin(), from.end(), key.bytes.begin());
  return key;
}

BoxSecret::BoxSecret(Key private_key) : private_(std::move(private_key)) {
  library_ready();
  invariant_fatal(::crypto_scalarmult_base(public_.bytes.data(), private_.reveal().data()) == 0,
                  "a private key has a public one");
}

Result<Bytes> seal_box(const BoxPublic& to, ByteView plaintext) {
  library_ready();
  Bytes sealed(box_overhead_bytes + plaintext.size());
  sealed[0] = static_cast<Byte>(Algorithm::x25519_sealed_box);
  if (::crypto_box_seal(sealed.data() + 1, plaintext.data(), plaintext.size(), to.bytes.data()) != 0)
    return fail(ErrorKind::broken, "weak-public-key");
  return sealed;
}

Result<WipingBytes> open_box(const BoxSecret& holder, ByteView sealed) {
  const auto box = TRY(box_inside(sealed));
  WipingBytes plaintext(box.size() - crypto_box_SEALBYTES);
  if (!open_into(plaintext, holder, box)) return not_authentic();
  return plaintext;
}

Result<Key> open_box_key(const BoxSecret& holder, ByteView sealed) {
  const auto box = TRY(box_inside(sealed));
  if (box.size() != crypto_box_SEALBYTES + Key::size) return not_authentic();
  auto key = Key::zeroed();
  if (!open_into(key.fill_in(), holder, box)) return not_authentic();
  return key;
}

Result<Key> shared_secret(const BoxSecret& mine, const BoxPublic& theirs) {
  library_ready();
  auto shared = Key::zeroed();
  if (::crypto_scalarmult(shared.fill_in().data(), mine.private_key().reveal().data(), theirs.bytes.data()) != 0)
    return fail(ErrorKind::broken, "weak-public-key");
  return shared;
}

}  // namespace kulla::crypto
