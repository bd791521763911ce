#include "crypto/password.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include <sodium.h>

#include "crypto/library.hpp"

namespace kulla::crypto {
namespace {

static_assert(sizeof(PasswordSalt) == crypto_pwhash_argon2id_SALTBYTES);
static_assert(lowest_password_cost.passes >= crypto_pwhash_argon2id_OPSLIMIT_MIN);

tl::unexpected<Error> cost_refused(std::string_view code, PasswordCost limit) {
  return refuse(code, {}, {{"memory_kib", std::to_string(limit.memory_kib)}, {"passes", std::to_string(limit.passes)}});
}

}  // namespace

Result<void> check(PasswordCost cost) {
  if (is_weaker(cost, lowest_password_cost)) return cost_refused("password-cost-too-low", lowest_password_cost);
  if (is_weaker(highest_password_cost, cost)) return cost_refused("password-cost-too-high", highest_password_cost);
  return {};
}

Turnstile& password_turnstile() {
  static Turnstile turnstile({.at_once = 2, .waiting = 16, .retry_after_seconds = 2});
  return turnstile;
}

Result<Key> stretch(ByteView password, const PasswordSalt& salt, PasswordCost cost, Turnstile& through) {
  TRY_VOID(check(cost));
  if (password.size() > password_bytes_max) return refuse("password-too-long");
  library_ready();
  const auto pass = TRY(through.enter());
  auto stretched = Key::zeroed();
  const auto text = password.empty() ? std::string_view("") : text_of(password);  // an address even of no bytes
  const auto failed =
      ::crypto_pwhash_argon2id(stretched.fill_in().data(), Key::size, text.data(), text.size(), salt.data(),
                               cost.passes, std::size_t{cost.memory_kib} * 1024, crypto_pwhash_argon2id_ALG_ARGON2ID13);
  if (failed != 0) return fail(ErrorKind::unavailable, "no-memory");
  return stretched;
}

PasswordKeys password_keys(const Key& stretched) {
  const auto verifier = hkdf_expand_key(stretched, "kulla/1 password verifier");
  PasswordKeys keys{.kek = hkdf_expand_key(stretched, "kulla/1 password kek"), .verifier = {}};
  std::copy_n(verifier.reveal().begin(), keys.verifier.size(), keys.verifier.begin());
  return keys;
}

}  // namespace kulla::crypto
