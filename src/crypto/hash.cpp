#include "crypto/hash.hpp"

#include <openssl/evp.h>
#include <sodium.h>

namespace kulla::crypto {
namespace {

// Fetched once: each implicit fetch inside EVP_DigestInit takes a lock and a lookup.
const EVP_MD* sha256_algorithm() {
  static const EVP_MD* const algorithm = ::EVP_MD_fetch(nullptr, "SHA2-256", nullptr);
  invariant_fatal(algorithm != nullptr, "OpenSSL offers SHA-256");
  return algorithm;
}

EVP_MD_CTX* new_context() {
  EVP_MD_CTX* const context = ::EVP_MD_CTX_new();
  invariant_fatal(context != nullptr, "OpenSSL gives a digest context");
  return context;
}

void start(EVP_MD_CTX* context) {
  invariant_fatal(::EVP_DigestInit_ex2(context, sha256_algorithm(), nullptr) == 1, "SHA-256 starts");
}

void feed(EVP_MD_CTX* context, ByteView piece) {
  if (piece.empty()) return;
  invariant_fatal(::EVP_DigestUpdate(context, piece.data(), piece.size()) == 1, "SHA-256 takes bytes");
}

Hash end(EVP_MD_CTX* context) {
  Hash hash;
  unsigned int size = 0;
  invariant_fatal(::EVP_DigestFinal_ex(context, hash.data(), &size) == 1 && size == hash.size(), "SHA-256 ends");
  return hash;
}

// libsodium's HMAC keeps its state on the stack; a key is in it.
struct HmacState {
  crypto_auth_hmacsha256_state inner;
  explicit HmacState(ByteView key) {
    constexpr Byte nothing = 0;  // the library asks for an address even of no bytes
    ::crypto_auth_hmacsha256_init(&inner, key.empty() ? &nothing : key.data(), key.size());
  }
  ~HmacState() { wipe(&inner, sizeof inner); }
  HmacState(const HmacState&) = delete;
  HmacState& operator=(const HmacState&) = delete;
  void add(ByteView piece) {
    if (!piece.empty()) ::crypto_auth_hmacsha256_update(&inner, piece.data(), piece.size());
  }
  void finish(std::span<Byte, 32> into) { ::crypto_auth_hmacsha256_final(&inner, into.data()); }
};

// T(n) = HMAC(prk, T(n-1) | info | n)
void expand_into(std::span<Byte> into, const Key& pseudorandom_key, std::string_view info) {
  auto block = Key::zeroed();
  Byte number = 0;
  while (!into.empty()) {
    HmacState hmac(pseudorandom_key.reveal());
    if (number > 0) hmac.add(block.reveal());
    hmac.add(bytes_of(info));
    ++number;
    hmac.add({&number, 1});
    hmac.finish(block.fill_in());
    const auto taken = std::min<std::size_t>(into.size(), block.size);
    std::copy_n(block.reveal().begin(), taken, into.begin());
    into = into.subspan(taken);
  }
}

}  // namespace

void Hasher::Free::operator()(void* context) const noexcept { ::EVP_MD_CTX_free(static_cast<EVP_MD_CTX*>(context)); }

Hash sha256(std::initializer_list<ByteView> pieces) {
  thread_local const std::unique_ptr<EVP_MD_CTX, decltype([](EVP_MD_CTX* c) { ::EVP_MD_CTX_free(c); })> context(
      new_context());
  start(context.get());
  for (const auto piece : pieces) feed(context.get(), piece);
  return end(context.get());
}

Hash sha256(ByteView bytes) { return sha256({bytes}); }

Hasher::Hasher() : context_(new_context()) { start(static_cast<EVP_MD_CTX*>(context_.get())); }

Hasher& Hasher::add(ByteView piece) {
  feed(static_cast<EVP_MD_CTX*>(context_.get()), piece);
  return *this;
}

Hasher& Hasher::add_number(std::uint64_t number) {
  ByteArray<8> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<Byte>(number >> (56U - 8U * i));
  return add(ByteView{bytes});
}

Hash Hasher::finish() {
  auto* const context = static_cast<EVP_MD_CTX*>(context_.get());
  const auto hash = end(context);
  start(context);
  return hash;
}

Hash hmac_sha256(ByteView key, std::initializer_list<ByteView> pieces) {
  Hash tag;
  HmacState hmac(key);
  for (const auto piece : pieces) hmac.add(piece);
  hmac.finish(tag);
  return tag;
}

Key hkdf_extract(ByteView salt, ByteView secret) {
  auto key = Key::zeroed();
  HmacState hmac(salt);  // HMAC pads a short key with zeroes, so an empty salt is 32 of them
  hmac.add(secret);
  hmac.finish(key.fill_in());
  return key;
}

Result<SecretBytes> hkdf_expand(const Key& pseudorandom_key, std::string_view info, std::size_t length) {
  if (length == 0 || length > hkdf_length_max) return refuse("hkdf-length");
  auto made = SecretBytes::zeroed(length);
  expand_into(made.fill_in(), pseudorandom_key, info);
  return made;
}

Key hkdf_expand_key(const Key& pseudorandom_key, std::string_view info) {
  auto key = Key::zeroed();
  expand_into(key.fill_in(), pseudorandom_key, info);
  return key;
}

Result<SecretBytes> hkdf_sha256(ByteView secret, ByteView salt, std::string_view info, std::size_t length) {
  return hkdf_expand(hkdf_extract(salt, secret), info, length);
}

}  // namespace kulla::crypto
