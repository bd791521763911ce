// What the typed face costs over the bare library calls under it: the same work, straight into libsodium and OpenSSL.
// One core each. A report seals some seven boxes; sign-in stretches one password; a checkpoint signs once.
#include <string>

#include <openssl/evp.h>
#include <sodium.h>

#include "base/clock.hpp"
#include "base/invariant.hpp"
#include "crypto/aead.hpp"
#include "crypto/box.hpp"
#include "crypto/chance.hpp"
#include "crypto/hash.hpp"
#include "crypto/password.hpp"
#include "crypto/sign.hpp"
#include "support/figure.hpp"

namespace kulla::bench {
namespace {

using namespace crypto;

const auto near_the_library = at_least(0.9);
constexpr std::size_t box_text_bytes = 32;  // an envelope key
constexpr std::size_t section_bytes = 1024;
constexpr std::size_t attachment_bytes = 64 * 1024;
constexpr std::size_t leaf_bytes = 600;
constexpr int leaves_a_call = 64;  // so that asking the clock does not count

BoxSecret a_holder() {
  SystemChance chance;
  return BoxSecret::generate(chance);
}

double megabytes(double calls_a_second, std::size_t bytes) { return calls_a_second * static_cast<double>(bytes) / 1e6; }

KULLA_FIGURE(boxes_sealed, "crypto-box-seal") {
  const auto holder = a_holder();
  const Bytes text(box_text_bytes, 7);
  Bytes out(text.size() + crypto_box_SEALBYTES);
  const auto& to = holder.public_key();
  return interleaved(
      "boxes/s", near_the_library,
      [&](Duration go) { return rate(go, [&] { invariant(seal_box(to, text).has_value(), "it seals"); }); },
      [&](Duration go) {
        return rate(go, [&] {
          invariant(::crypto_box_seal(out.data(), text.data(), text.size(), to.bytes.data()) == 0, "it seals");
        });
      });
}

KULLA_FIGURE(boxes_opened, "crypto-box-open") {
  const auto holder = a_holder();
  const auto sealed = seal_box(holder.public_key(), Bytes(box_text_bytes, 7)).value();
  Bytes out(box_text_bytes);
  return interleaved(
      "boxes/s", near_the_library,
      [&](Duration go) { return rate(go, [&] { invariant(open_box_key(holder, sealed).has_value(), "it opens"); }); },
      [&](Duration go) {
        return rate(go, [&] {
          invariant(::crypto_box_seal_open(out.data(), sealed.data() + 1, sealed.size() - 1,
                                           holder.public_key().bytes.data(), holder.private_key().reveal().data()) == 0,
                    "it opens");
        });
      });
}

Measured aead_figure(std::size_t bytes, std::string unit, bool in_megabytes) {
  SystemChance chance;
  const auto key = Key::random(chance);
  const Bytes text(bytes, 7);
  const Bytes aad(96, 1);
  Bytes out(bytes + seal_overhead_bytes);
  const auto told = [&](double calls) { return in_megabytes ? megabytes(calls, bytes) : calls; };
  return interleaved(
      unit, at_least(0.8),
      [&](Duration go) {
        return told(rate(go, [&] { invariant(!seal(key, text, aad, chance).empty(), "it seals"); }));
      },
      [&](Duration go) {
        return told(rate(go, [&] {
          ::randombytes_buf(out.data() + 1, 24);
          ::crypto_aead_xchacha20poly1305_ietf_encrypt(out.data() + 25, nullptr, text.data(), text.size(), aad.data(),
                                                       aad.size(), nullptr, out.data() + 1, key.reveal().data());
        }));
      });
}

KULLA_FIGURE(section_sealed, "crypto-seal-1-kib") { return aead_figure(section_bytes, "seals/s", false); }
KULLA_FIGURE(attachment_sealed, "crypto-seal-64-kib") { return aead_figure(attachment_bytes, "MB/s", true); }

KULLA_FIGURE(key_unwrapped, "crypto-unwrap-key") {
  SystemChance chance;
  const auto key = Key::random(chance);
  const Bytes aad(96, 1);
  const auto sealed = seal(key, Key::random(chance).reveal(), aad, chance);
  Bytes out(Key::size);
  return interleaved(
      "keys/s", at_least(0.8),
      [&](Duration go) { return rate(go, [&] { invariant(open_key(key, sealed, aad).has_value(), "it opens"); }); },
      [&](Duration go) {
        return rate(go, [&] {
          invariant(::crypto_aead_xchacha20poly1305_ietf_decrypt(out.data(), nullptr, nullptr, sealed.data() + 25,
                                                                 sealed.size() - 25, aad.data(), aad.size(),
                                                                 sealed.data() + 1, key.reveal().data()) == 0,
                    "it opens");
        });
      });
}

KULLA_FIGURE(leaves_hashed, "crypto-sha256-leaf-600") {
  const Bytes leaf(leaf_bytes, 7);
  const auto leaves = [](double calls) { return calls * leaves_a_call; };
  EVP_MD* const algorithm = ::EVP_MD_fetch(nullptr, "SHA2-256", nullptr);
  EVP_MD_CTX* const context = ::EVP_MD_CTX_new();
  auto measured = interleaved(
      "leaves/s", near_the_library,
      [&](Duration go) {
        return leaves(rate(go, [&] {
          for (int i = 0; i < leaves_a_call; ++i) static_cast<void>(sha256(leaf));
        }));
      },
      [&](Duration go) {
        return leaves(rate(go, [&] {
          Hash hash;
          for (int i = 0; i < leaves_a_call; ++i) {
            ::EVP_DigestInit_ex2(context, algorithm, nullptr);
            ::EVP_DigestUpdate(context, leaf.data(), leaf.size());
            ::EVP_DigestFinal_ex(context, hash.data(), nullptr);
          }
        }));
      });
  ::EVP_MD_CTX_free(context);
  ::EVP_MD_free(algorithm);
  return measured;
}

KULLA_FIGURE(signed_notes, "crypto-sign") {
  SystemChance chance;
  const auto signer = SignSecret::generate(chance);
  const Bytes message(200, 7);
  ByteArray<32> public_key;
  ByteArray<64> private_key;
  ByteArray<64> out;
  ::crypto_sign_seed_keypair(public_key.data(), private_key.data(), signer.seed().reveal().data());
  return interleaved(
      "signatures/s", near_the_library,
      [&](Duration go) { return rate(go, [&] { static_cast<void>(sign(signer, message)); }); },
      [&](Duration go) {
        return rate(go, [&] {
          ::crypto_sign_detached(out.data(), nullptr, message.data(), message.size(), private_key.data());
        });
      });
}

KULLA_FIGURE(verified_notes, "crypto-verify") {
  SystemChance chance;
  const auto signer = SignSecret::generate(chance);
  const Bytes message(200, 7);
  const auto signature = sign(signer, message);
  const auto& key = signer.public_key();
  return interleaved(
      "signatures/s", near_the_library,
      [&](Duration go) { return rate(go, [&] { invariant(verify(key, message, signature), "it holds"); }); },
      [&](Duration go) {
        return rate(go, [&] {
          invariant(::crypto_sign_verify_detached(signature.bytes.data(), message.data(), message.size(),
                                                  key.bytes.data()) == 0,
                    "it holds");
        });
      });
}

// A number to know, not one to raise: the dearer for who guesses, the better. The reach is the person's patience.
KULLA_FIGURE(password_stretched, "crypto-argon2id-64-mib-3") {
  const PasswordSalt salt{1};
  auto measured = alone("ms", at_most(1'000), [&](Duration) {
    const auto start = steady_now();
    invariant(stretch(bytes_of("an invented password"), salt, PasswordCost{}).has_value(), "it stretches");
    return static_cast<double>((steady_now() - start).micros) / 1e3;
  });
  measured.note = "lower is not better";
  return measured;
}

}  // namespace
}  // namespace kulla::bench
