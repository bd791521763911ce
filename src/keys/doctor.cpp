#include "keys/doctor.hpp"

#include <set>

#include "keys/opener.hpp"

namespace kulla::keys {

namespace {

Result<void> visit_data_keys(KeyRoom& room, const Snapshot& snapshot,
                             const std::function<Result<void>(const DataKey&)>& visit) {
  std::optional<DataKeyId> last;
  for (;;) {
    const auto page = TRY(room.tables.data_keys_after(snapshot, last));
    if (page.empty()) return {};
    for (const auto& key : page) TRY_VOID(visit(key));
    last = page.back().id;
  }
}

}  // namespace

Result<std::vector<KeyFinding>> examine(KeyRoom& room, const Snapshot& snapshot) {
  std::vector<KeyFinding> findings;
  std::set<Principal> everybody{TRY(room.statements.founding(snapshot)).administrators};
  TRY_VOID(visit_data_keys(room, snapshot, [&](const DataKey& key) -> Result<void> {
    if (key.state != DataKeyState::live) return {};
    std::set<Principal> holders;
    bool group = false;
    for (const auto& wrap : TRY(room.tables.wraps_of(snapshot, key.id))) {
      const auto envelope = TRY(room.tables.envelope(snapshot, wrap.envelope));
      if (!envelope) continue;
      holders.insert(envelope->recipient);
      group = group || envelope->recipient.kind == PrincipalKind::group;
    }
    if (!group && holders.size() < 2) findings.push_back({"data-key-of-too-few", key.id.bytes});
    everybody.insert(holders.begin(), holders.end());
    return {};
  }));
  for (const auto& who : everybody) {
    const auto keys = room.statements.verified(snapshot, who);
    if (!keys) findings.push_back({keys.error().code, who.id});
    if (who.kind != PrincipalKind::group || !keys) continue;
    int can_open = 0;
    for (const auto member : TRY(room.statements.group(snapshot, who.group())).present())
      if (TRY(room.tables.membership(snapshot, who.group(), keys->epoch, member))) ++can_open;
    if (can_open < 2) findings.push_back({"group-key-of-one", who.id});
  }
  return findings;
}

Result<std::vector<DataKey>> everything_held(KeyRoom& room, const Snapshot& snapshot, const Unlocked& session,
                                             Instant now) {
  std::vector<DataKey> held;
  Opener opener(room, snapshot, session, now);
  TRY_VOID(visit_data_keys(room, snapshot, [&](const DataKey& key) -> Result<void> {
    if (TRY(opener.holds(key.id))) held.push_back(key);
    return {};
  }));
  return held;
}

}  // namespace kulla::keys
