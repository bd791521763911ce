#include "crypto/sign.hpp"

#include <algorithm>

#include <sodium.h>

#include "crypto/library.hpp"

namespace kulla::crypto {
namespace {

static_assert(Key::size == crypto_sign_SEEDBYTES && sizeof(SignPublic) == crypto_sign_PUBLICKEYBYTES);
static_assert(sizeof(Signature) == crypto_sign_BYTES && Secret<64>::size == crypto_sign_SECRETKEYBYTES);

template <class Fixed>
std::optional<Fixed> exactly(ByteView from) {
  Fixed fixed;
  if (from.size() != fixed.bytes.size()) return std::nullopt;
  std::copy(from.begin(), from.end(), fixed.bytes.begin());
  return fixed;
}

}  // namespace

std::optional<SignPublic> SignPublic::from(ByteView from) { return exactly<SignPublic>(from); }
std::optional<Signature> Signature::from(ByteView from) { return exactly<Signature>(from); }

SignSecret::SignSecret(Key seed) : seed_(std::move(seed)), expanded_(Secret<64>::zeroed()) {
  library_ready();
  invariant_fatal(
      ::crypto_sign_seed_keypair(public_.bytes.data(), expanded_.fill_in().data(), seed_.reveal().data()) == 0,
      "a seed has a key pair");
}

Signature sign(const SignSecret& signer, ByteView message) {
  Signature signature;
  invariant_fatal(::crypto_sign_detached(signature.bytes.data(), nullptr, message.data(), message.size(),
                                         signer.expanded_.reveal().data()) == 0,
                  "signing does not fail");
  return signature;
}

bool verify(const SignPublic& signer, ByteView message, const Signature& signature) {
  library_ready();
  return ::crypto_sign_verify_detached(signature.bytes.data(), message.data(), message.size(), signer.bytes.data()) ==
         0;
}

}  // namespace kulla::crypto
