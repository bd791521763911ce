// What `kulla doctor` asks of the keys. Needs no session: who holds a key stands in clear columns and in the log.
#pragma once

#include <string>
#include <vector>

#include "keys/unlocked.hpp"

namespace kulla::keys {

struct KeyFinding {
  std::string code;  // data-key-of-too-few, group-key-of-one, and the alarms of Statements
  ByteArray<16> id{};
};

/// Is each live data key held by a group or by two accounts; each group's key by two members; each holder's statement
/// good? Lists what is not. A group that is being built up (one member so far) is listed too.
Result<std::vector<KeyFinding>> examine(KeyRoom& room, const Snapshot& snapshot);

/// Every data key that this session could open, whatever the policy says. (Invariant 9 asks it of an administrator.)
Result<std::vector<DataKey>> everything_held(KeyRoom& room, const Snapshot& snapshot, const Unlocked& session,
                                             Instant now);

}  // namespace kulla::keys
