#include "keys/unlocked.hpp"

#include <algorithm>

#include "crypto/aead.hpp"
#include "keys/seals.hpp"

namespace kulla::keys {

Result<const KeyPair*> Unlocked::key(const Snapshot& snapshot, Principal who, Epoch epoch) const {
  const std::lock_guard lock(mutex_);
  return find_key(snapshot, who, epoch);
}

Result<const KeyPair*> Unlocked::find_key(const Snapshot& snapshot, Principal who, Epoch epoch) const {
  if (who.kind == PrincipalKind::account) {
    if (who.account() == account_ && epoch == epoch_) return &pair_;
    return fail(ErrorKind::missing, "key-not-held");
  }
  const std::pair name{who, epoch};
  if (const auto found = groups_.find(name); found != groups_.end()) return &found->second;

  auto seed = TRY(fetch_seed(snapshot, who.group(), epoch));
  auto pair = KeyPair::from_seed(std::move(seed));
  // Anybody can seal to a public key: what came in the box is the group's key only if the group's statement says so.
  const auto stated = TRY(room_.statements.stated(snapshot, who, epoch));
  if (pair.public_keys() != stated.keys) return fail(ErrorKind::broken, "group-key-not-authentic", who.stream().text());
  return &groups_.emplace(name, std::move(pair)).first->second;
}

Result<crypto::Key> Unlocked::fetch_seed(const Snapshot& snapshot, GroupId group, Epoch epoch) const {
  if (const auto row = TRY(room_.tables.membership(snapshot, group, epoch, account_)))
    return crypto::open_box_key(pair_.box(), row->sealed_group_private);
  // She came later: the next epoch's key opens this one's.
  const auto chain = TRY(room_.tables.chain(snapshot, group, epoch + 1));
  if (!chain) return fail(ErrorKind::missing, "key-not-held");
  const auto* next = TRY(find_key(snapshot, group, epoch + 1));
  return crypto::open_box_key(next->box(), chain->sealed_previous_private);
}

Result<const VaultKey*> Unlocked::vault(const Snapshot& snapshot, Principal who, Epoch epoch) const {
  const std::lock_guard lock(mutex_);
  const std::pair name{who, epoch};
  if (const auto found = vaults_.find(name); found != vaults_.end()) return &found->second;
  const auto* pair = TRY(find_key(snapshot, who, epoch));
  const auto row = TRY(room_.tables.vault(snapshot, who, epoch));
  if (!row) return fail(ErrorKind::missing, "vault-missing", who.stream().text());
  auto key = TRY(open_vault(*pair, *row));
  return &vaults_.emplace(name, VaultKey{row->id, std::move(key)}).first->second;
}

Result<std::vector<GroupId>> Unlocked::groups(const Snapshot& snapshot) const {
  std::vector<GroupId> all;
  for (const auto& row : TRY(room_.tables.memberships(snapshot, account_)))
    if (std::ranges::find(all, row.group) == all.end()) all.push_back(row.group);
  return all;
}

}  // namespace kulla::keys
