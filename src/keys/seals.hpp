// What each ciphertext of this room is bound to, in one place. Layouts: docs/security/keys.md.
#pragma once

#include "crypto/aead.hpp"
#include "keys/rows.hpp"
#include "keys/sealer.hpp"

namespace kulla::keys {

/// house | stream | version | type | section | data key: the section opens nowhere else.
Bytes section_aad(HouseId house, const Place& place, DataKeyId data_key);
/// H("kulla/key", key): tells two keys apart and gives neither away.
crypto::Hash fingerprint_of(const crypto::Key& data_key);
/// A data key under an envelope key, bound to id | stream | compartment | fingerprint.
Bytes wrap_key(const crypto::Key& envelope_key, const crypto::Key& data_key, const DataKey& row, Chance& chance);
/// Refuses (kind broken) `not-authentic`, also for a key whose fingerprint is another.
Result<crypto::Key> unwrap_key(const crypto::Key& envelope_key, ByteView wrapped, const DataKey& row);
/// A principal's vault of an epoch: a fresh envelope key under a key that follows from its private half.
Envelope new_vault(const KeyPair& pair, Principal who, Epoch epoch, Instant now, Chance& chance);
Result<crypto::Key> open_vault(const KeyPair& pair, const Envelope& row);

inline constexpr std::size_t wrapped_seed_bytes = 32 + crypto::seal_overhead_bytes + 32;  // verifier, AEAD(seed)
/// An account's seed under a password. `stretched` is the costly part (crypto::stretch).
Bytes wrap_seed(const crypto::Key& stretched, AccountId account, const crypto::Key& seed, Chance& chance);
/// Nothing for a wrong password.
std::optional<crypto::Key> unwrap_seed(const crypto::Key& stretched, AccountId account, ByteView wrapped);

}  // namespace kulla::keys
