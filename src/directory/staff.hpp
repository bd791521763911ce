// Staff as people see them: names and work phones, sealed under the house's staff key, which every group holds. They
// are opened in a session and kept, while it lives, in memory that wipes itself: a name is needed on nearly every
// screen. Where notices reach people (contact) lies under the server key instead: the running server needs it while
// nobody is signed in.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/wiping.hpp"
#include "directory/people.hpp"

namespace kulla::keys {
class HouseKeys;
class Opener;
class Unlocked;
struct KeyRoom;
}  // namespace kulla::keys

namespace kulla::directory {

struct StaffNames {
  crypto::WipingString sign_in_name;
  crypto::WipingString name;
  crypto::WipingString work_phone;  // may be empty
};
struct OfficeNames {
  crypto::WipingString name;
  crypto::WipingString phone;  // the number to call
};
struct Contact {
  crypto::WipingString phone;  // each may be empty
  crypto::WipingString mail;
};

/// A sign-in name as it is compared: a-z, 0-9, '.' and '-', 2 to 64 of them, letters lowered; the first and last are
/// letters or digits. Anything else is refused and not mended: two people must never fold to one name. Nothing where
/// it is none. Not stored in clear; its keyed hash is keys::HouseKeys::name_hash(folded).
std::optional<crypto::WipingString> fold_sign_in_name(std::string_view typed);

/// The names that one session has opened. Safe for several threads; lives no longer than the session's keys (a minute
/// after its last request). What is kept is held against the snapshot's row at each look, so a changed name is seen at
/// once.
class Staff {
 public:
  Staff() = default;
  Staff(const Staff&) = delete;
  Staff& operator=(const Staff&) = delete;

  /// One name: as StaffReader, which many names on one page go through.
  Result<std::optional<StaffNames>> of(const Snapshot& snapshot, keys::KeyRoom& room, const keys::Unlocked& session,
                                       AccountId account, Instant now);
  Result<std::optional<OfficeNames>> of(const Snapshot& snapshot, keys::KeyRoom& room, const keys::Unlocked& session,
                                        UnitId unit, Instant now);

 private:
  friend class StaffReader;
  struct Kept {
    eventlog::Position position = 0;
    std::vector<crypto::WipingString> texts;
  };
  std::mutex mutex_;
  std::map<StreamId, Kept> kept_;
};

/// Opens names for one request, and the staff key once. Not for several threads; all that is given must outlive it.
class StaffReader {
 public:
  StaffReader(Staff& staff, const Snapshot& snapshot, keys::KeyRoom& room, const keys::Unlocked& session, Instant now);
  ~StaffReader();
  StaffReader(const StaffReader&) = delete;
  StaffReader& operator=(const StaffReader&) = delete;

  /// Nothing where the account or office is unknown, or has no names yet. Refuses (kind missing) `key-not-held` when
  /// the session's groups have not been given the staff key.
  Result<std::optional<StaffNames>> of(AccountId account);
  Result<std::optional<OfficeNames>> of(UnitId unit);

 private:
  Result<std::optional<std::vector<crypto::WipingString>>> texts(StreamId stream, std::string_view section,
                                                                 std::size_t count);
  Staff& staff_;
  const Snapshot& snapshot_;
  keys::KeyRoom& room_;
  std::unique_ptr<keys::Opener> opener_;
};

/// Where notices reach her; by the server key, for the running server's outbox alone.
Result<std::optional<Contact>> contact_of(const Snapshot& snapshot, const keys::HouseKeys& house, AccountId account);

}  // namespace kulla::directory
