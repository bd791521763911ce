// A key statement: this principal's public keys in this epoch, vouched for by a signature. A chain of them ends at the
// house's root key. Layout of the signed bytes: docs/security/keys.md.
#pragma once

#include "crypto/box.hpp"
#include "crypto/secret.hpp"
#include "crypto/sign.hpp"
#include "keys/events.hpp"
#include "keys/principal.hpp"

namespace kulla::keys {

struct PublicKeys {
  crypto::BoxPublic box;
  crypto::SignPublic sign;
  auto operator<=>(const PublicKeys&) const = default;
};

/// A principal's private half: one seed of 32 bytes, from which the pair for sealing and the pair for signing follow by
/// HKDF. So one thing is wrapped, handed over, and wiped.
class KeyPair {
 public:
  static KeyPair generate(Chance& chance) { return from_seed(crypto::Key::random(chance)); }
  static KeyPair from_seed(crypto::Key seed);
  const crypto::Key& seed() const { return seed_; }
  const crypto::BoxSecret& box() const { return box_; }
  const crypto::SignSecret& sign() const { return sign_; }
  PublicKeys public_keys() const { return {box_.public_key(), sign_.public_key()}; }
  /// A key for one purpose of the holder's own, such as its vault.
  crypto::Key derive(std::string_view purpose) const;

 private:
  KeyPair(crypto::Key seed, crypto::BoxSecret box, crypto::SignSecret sign)
      : seed_(std::move(seed)), box_(std::move(box)), sign_(std::move(sign)) {}
  crypto::Key seed_;
  crypto::BoxSecret box_;
  crypto::SignSecret sign_;
};

struct Statement {
  Principal who;
  Epoch epoch = 1;
  PublicKeys keys;
  Signer signer = Signer::root;
  AccountId signed_by;     // nil for root
  Epoch signer_epoch = 0;  // 0 for root
  crypto::Signature signature;
  auto operator<=>(const Statement&) const = default;
};

/// What is signed: all of it but the signature, with the house's id in front.
Bytes canonical_bytes(HouseId house, const Statement& statement);
Statement sign_as_root(HouseId house, const crypto::SignSecret& root, Principal who, Epoch epoch, const PublicKeys&);
Statement sign_as_account(HouseId house, const crypto::SignSecret& account_key, AccountId signed_by, Epoch signer_epoch,
                          Principal who, Epoch epoch, const PublicKeys&);

KeyStated to_event(const Statement& statement);
KeyEnded to_ending(const Statement& statement, KeyEnd reason);
/// Refuses (kind broken) `statement-malformed`.
Result<Statement> from_event(StreamId stream, const KeyStated::Open& open);
Result<Statement> from_event(StreamId stream, const KeyEnded::Open& open);

}  // namespace kulla::keys
