#include "crypto/password.hpp"

#include <algorithm>
#include <string>

#include <sodium.h>

#include "crypto/library.hpp"

namespace kulla::crypto {
namespace {

static_assert(sizeof(PasswordSalt) == crypto_pwhash_argon2id_SALTBYTES);
static_assert(lowest_password_cost.passes >= crypto_pwhash_argon2id_OPSLIMIT_MIN);
constexpr std::int64_t retry_after_seconds = 2;

tl::unexpected<Error> cost_refused(std::string_view code, PasswordCost limit) {
  return refuse(code, {}, {{"memory_kib", std::to_string(limit.memory_kib)}, {"passes", std::to_string(limit.passes)}});
}

}  // namespace

Result<void> check(PasswordCost cost) {
  if (is_weaker(cost, lowest_password_cost)) return cost_refused("password-cost-too-low", lowest_password_cost);
  if (is_weaker(highest_password_cost, cost)) return cost_refused("password-cost-too-high", highest_password_cost);
  return {};
}

PasswordStretcher& PasswordStretcher::of_process() {
  static PasswordStretcher stretcher;
  return stretcher;
}

Result<void> PasswordStretcher::enter() {
  std::unique_lock lock(mutex_);
  if (next_ticket_ - done_ >= std::uint64_t{limits_.at_once} + limits_.waiting) {
    auto refused = fail(ErrorKind::too_many, "too-many");
    refused.value().retry_after_seconds = retry_after_seconds;
    return refused;
  }
  const auto ticket = next_ticket_++;
  turn_.wait(lock, [&] { return ticket < done_ + limits_.at_once; });
  return {};
}

void PasswordStretcher::leave() {
  {
    const std::lock_guard lock(mutex_);
    ++done_;
  }
  turn_.notify_all();
}

Result<Key> PasswordStretcher::stretch(ByteView password, const PasswordSalt& salt, PasswordCost cost) {
  TRY_VOID(check(cost));
  if (password.size() > password_bytes_max) return refuse("password-too-long");
  library_ready();
  TRY_VOID(enter());
  struct Leave {
    PasswordStretcher& of;
    ~Leave() { of.leave(); }
  } const leave{*this};
  auto stretched = Key::zeroed();
  const auto text = text_of(password);
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
