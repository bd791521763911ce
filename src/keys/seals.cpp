#include "keys/seals.hpp"

#include <algorithm>

#include "crypto/aead.hpp"
#include "crypto/hash.hpp"

namespace kulla::keys {

namespace {

void add_number(Bytes& to, std::uint64_t number) {
  for (int shift = 56; shift >= 0; shift -= 8) to.push_back(static_cast<Byte>(number >> static_cast<unsigned>(shift)));
}
/// With its length in front, so that no two lists of pieces give the same bytes.
void add_piece(Bytes& to, ByteView piece) {
  add_number(to, piece.size());
  append(to, piece);
}

Bytes wrap_aad(const DataKey& row) {
  Bytes aad;
  add_piece(aad, bytes_of("kulla/wrap/1"));
  add_piece(aad, row.id.view());
  add_piece(aad, row.stream.view());
  add_piece(aad, bytes_of(row.compartment));
  add_piece(aad, row.fingerprint);
  return aad;
}

Bytes vault_aad(const EnvelopeId& id, Principal who, Epoch epoch) {
  Bytes aad;
  add_piece(aad, bytes_of("kulla/vault/1"));
  add_piece(aad, id.view());
  add_number(aad, static_cast<std::uint64_t>(who.kind));
  add_piece(aad, who.id);
  add_number(aad, static_cast<std::uint64_t>(epoch));
  return aad;
}

Bytes seed_aad(AccountId account) {
  Bytes aad;
  add_piece(aad, bytes_of("kulla/account/1"));
  add_piece(aad, account.view());
  return aad;
}

constexpr std::size_t verifier_bytes = 32;

}  // namespace

Bytes section_aad(HouseId house, const Place& place, DataKeyId data_key) {
  Bytes aad;
  add_piece(aad, bytes_of("kulla/section/1"));
  add_piece(aad, house.view());
  add_piece(aad, place.stream.view());
  add_number(aad, static_cast<std::uint64_t>(place.version));
  add_piece(aad, bytes_of(place.type.name));
  add_number(aad, static_cast<std::uint64_t>(place.type.version));
  add_piece(aad, bytes_of(place.section));
  add_piece(aad, data_key.view());
  return aad;
}

crypto::Hash fingerprint_of(const crypto::Key& data_key) {
  return crypto::sha256({bytes_of("kulla/key"), data_key.reveal()});
}

Bytes wrap_key(const crypto::Key& envelope_key, const crypto::Key& data_key, const DataKey& row, Chance& chance) {
  return crypto::seal(envelope_key, data_key.reveal(), wrap_aad(row), chance);
}

Result<crypto::Key> unwrap_key(const crypto::Key& envelope_key, ByteView wrapped, const DataKey& row) {
  auto key = TRY(crypto::open_key(envelope_key, wrapped, wrap_aad(row)));
  // The cipher is not key-committing: the fingerprint says that everyone who opens this wrap gets the same key.
  if (fingerprint_of(key) != row.fingerprint) return fail(ErrorKind::broken, "not-authentic", "fingerprint");
  return key;
}

Envelope new_vault(const KeyPair& pair, Principal who, Epoch epoch, Instant now, Chance& chance) {
  Envelope row{
      .id = EnvelopeId::make(now, chance), .recipient = who, .epoch = epoch, .kind = EnvelopeKind::vault, .box = {}};
  const auto key = crypto::Key::random(chance);
  row.box = crypto::seal(pair.derive("kulla/vault/1"), key.reveal(), vault_aad(row.id, row.recipient, epoch), chance);
  return row;
}

Result<crypto::Key> open_vault(const KeyPair& pair, const Envelope& row) {
  return crypto::open_key(pair.derive("kulla/vault/1"), row.box, vault_aad(row.id, row.recipient, row.epoch));
}

Bytes wrap_seed(const crypto::Key& stretched, AccountId account, const crypto::Key& seed, Chance& chance) {
  const auto keys = crypto::password_keys(stretched);
  Bytes wrapped(keys.verifier.begin(), keys.verifier.end());
  append(wrapped, crypto::seal(keys.kek, seed.reveal(), seed_aad(account), chance));
  return wrapped;
}

std::optional<crypto::Key> unwrap_seed(const crypto::Key& stretched, AccountId account, ByteView wrapped) {
  if (wrapped.size() < verifier_bytes) return std::nullopt;
  const auto keys = crypto::password_keys(stretched);
  if (!crypto::same_bytes(keys.verifier, wrapped.first(verifier_bytes))) return std::nullopt;
  auto seed = crypto::open_key(keys.kek, wrapped.subspan(verifier_bytes), seed_aad(account));
  if (!seed) return std::nullopt;
  return std::move(*seed);
}

}  // namespace kulla::keys
