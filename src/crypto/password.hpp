// From a password to keys: Argon2id (RFC 9106, one lane, version 0x13) stretches it, HKDF makes two keys of the result.
// One (`kek`) opens the account's private keys and is never stored; the other (`verifier`) is stored and tells whether
// the password is right. Neither tells anything about the other, so a stolen table of verifiers opens nothing.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>

#include "base/bytes.hpp"
#include "base/error.hpp"
#include "crypto/hash.hpp"
#include "crypto/secret.hpp"
#include "crypto/turnstile.hpp"

namespace kulla::crypto {

using PasswordSalt = ByteArray<16>;

struct PasswordCost {
  std::uint32_t memory_kib = 64 * 1024;
  std::uint32_t passes = 3;
  auto operator<=>(const PasswordCost&) const = default;
};
/// Below it nothing is stretched (OWASP's floor): 19 MiB, two passes.
inline constexpr PasswordCost lowest_password_cost{19 * 1024, 2};
/// Above it nothing either: a row of the database must not be able to ask for all memory.
inline constexpr PasswordCost highest_password_cost{1024 * 1024, 16};
inline constexpr std::size_t password_bytes_max = 1024;

/// Refuses `password-cost-too-low`, `password-cost-too-high`, with the facts `memory_kib` and `passes` of the limit.
[[nodiscard]] Result<void> check(PasswordCost cost);
/// Was it made with less than is asked for today? Then it is renewed at this sign-in.
constexpr bool is_weaker(PasswordCost made_with, PasswordCost wanted) {
  return made_with.memory_kib < wanted.memory_kib || made_with.passes < wanted.passes;
}

/// The process's own: at most two stretch at once and sixteen wait, since each costs 64 MiB and a third of a second.
Turnstile& password_turnstile();

/// Waits for its turn and works; not for the loop's thread. Refuses what `check` refuses, `password-too-long`,
/// `too-many` (kind too_many, with retry_after) when the queue is full, and `no-memory` (kind unavailable).
Result<Key> stretch(ByteView password, const PasswordSalt& salt, PasswordCost cost,
                    Turnstile& through = password_turnstile());

struct PasswordKeys {
  Key kek;        // opens the account's private keys
  Hash verifier;  // stored; compare with same_bytes
};
PasswordKeys password_keys(const Key& stretched);

}  // namespace kulla::crypto
