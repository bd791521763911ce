// What `kulla doctor` asks of the keys. Reads clear columns alone; needs no session.
#pragma once

#include <string>
#include <vector>

#include "keys/unlocked.hpp"

namespace kulla::keys {

struct KeyFinding {
  std::string code;  // data-key-without-holders, group-key-of-one, statement-..., administrator-holds-case-key
  ByteArray<16> id{};
};

/// Each live data key held by a group or two accounts; each group's key by two members; every statement good; nothing
/// sealed to the administrators' group but `staff`.
Result<std::vector<KeyFinding>> examine(KeyRoom& room, const Snapshot& snapshot);
/// Every data key that this session could open, whatever policy says: the scan of invariant 9.
Result<std::vector<DataKey>> everything_held(KeyRoom& room, const Snapshot& snapshot, const Unlocked& session);

}  // namespace kulla::keys
