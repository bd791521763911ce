#include "keys/statement.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "crypto/hash.hpp"

namespace kulla::keys {

namespace {

void add_number(Bytes& to, std::uint32_t number) {
  for (int shift = 24; shift >= 0; shift -= 8) to.push_back(static_cast<Byte>(number >> static_cast<unsigned>(shift)));
}

Statement unsigned_statement(Principal who, Epoch epoch, const PublicKeys& keys) {
  return {.who = who,
          .epoch = epoch,
          .keys = keys,
          .signer = Signer::root,
          .signed_by = {},
          .signer_epoch = 0,
          .signature = {}};
}

}  // namespace

KeyPair KeyPair::from_seed(crypto::Key seed) {
  auto box = crypto::BoxSecret::from(crypto::hkdf_expand_key(seed, "kulla/box/1"));
  auto sign = crypto::SignSecret::from(crypto::hkdf_expand_key(seed, "kulla/sign/1"));
  return {std::move(seed), std::move(box), std::move(sign)};
}

crypto::Key KeyPair::derive(std::string_view purpose) const { return crypto::hkdf_expand_key(seed_, purpose); }

Bytes canonical_bytes(HouseId house, const Statement& statement) {
  Bytes made;
  append(made, bytes_of("kulla/statement/1\n"));
  append(made, house.view());
  made.push_back(static_cast<Byte>(statement.who.kind));
  append(made, statement.who.id);
  add_number(made, static_cast<std::uint32_t>(statement.epoch));
  append(made, statement.keys.box.bytes);
  append(made, statement.keys.sign.bytes);
  made.push_back(static_cast<Byte>(statement.signer));
  append(made, statement.signed_by.view());
  add_number(made, static_cast<std::uint32_t>(statement.signer_epoch));
  return made;
}

Statement sign_as_root(HouseId house, const crypto::SignSecret& root, Principal who, Epoch epoch,
                       const PublicKeys& keys) {
  auto statement = unsigned_statement(who, epoch, keys);
  statement.signature = crypto::sign(root, canonical_bytes(house, statement));
  return statement;
}

Statement sign_as_account(HouseId house, const crypto::SignSecret& account_key, AccountId signed_by, Epoch signer_epoch,
                          Principal who, Epoch epoch, const PublicKeys& keys) {
  auto statement = unsigned_statement(who, epoch, keys);
  statement.signer = Signer::account;
  statement.signed_by = signed_by;
  statement.signer_epoch = signer_epoch;
  statement.signature = crypto::sign(account_key, canonical_bytes(house, statement));
  return statement;
}

namespace {
template <class Open>
void fill(Open& open, const Statement& statement) {
  open.principal = statement.who.kind;
  open.epoch = Count{static_cast<std::uint16_t>(statement.epoch)};
  open.box_public.bytes = statement.keys.box.bytes;
  open.sign_public.bytes = statement.keys.sign.bytes;
  open.signer = statement.signer;
  if (statement.signer == Signer::account) {
    open.signed_by = statement.signed_by;
    open.signer_epoch = Count{static_cast<std::uint16_t>(statement.signer_epoch)};
  }
  open.signature.bytes = statement.signature.bytes;
}

template <class Open>
Result<Statement> read(StreamId stream, const Open& open) {
  const bool by_account = open.signer == Signer::account;
  if (by_account != open.signed_by.has_value() || by_account != open.signer_epoch.has_value() || open.epoch.value == 0)
    return fail(ErrorKind::broken, "statement-malformed", stream.text());
  Statement made;
  made.who.kind = open.principal;
  made.who.id = stream.bytes;
  made.epoch = open.epoch.value;
  made.keys = {{open.box_public.bytes}, {open.sign_public.bytes}};
  made.signer = open.signer;
  if (by_account) {
    made.signed_by = *open.signed_by;
    made.signer_epoch = open.signer_epoch->value;
  }
  made.signature.bytes = open.signature.bytes;
  return made;
}
}  // namespace

KeyStated to_event(const Statement& statement) {
  KeyStated event;
  fill(event.open, statement);
  return event;
}

KeyEnded to_ending(const Statement& statement, KeyEnd reason) {
  KeyEnded event;
  fill(event.open, statement);
  event.open.reason = reason;
  return event;
}

Result<Statement> from_event(StreamId stream, const KeyStated::Open& open) { return read(stream, open); }
Result<Statement> from_event(StreamId stream, const KeyEnded::Open& open) { return read(stream, open); }

}  // namespace kulla::keys
