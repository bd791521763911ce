// A new house: two officers of two agencies, who become its administrators. Two batches, because names can be sealed
// only once the log holds the keys that they are sealed to:
//
//   auto founded = TRY(directory::found(folder, root_key_file, founding, now, chance));
//   store.append(founded.batch)                   // the log's first batch
//   ... sign in as the first officer ...
//   store.append(TRY(describe_founders(desk, ask, founding)))   // names, and the office's number
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "base/chance.hpp"
#include "crypto/password.hpp"
#include "directory/commands.hpp"

namespace kulla::directory {

struct Founder {
  Agency agency = Agency::police;  // of which she is an officer; two at least among all
  std::string_view sign_in_name;
  std::string_view name;
  std::string_view work_phone;
  std::string_view password;
};
struct Founding {
  std::vector<Founder> officers;  // two at least
  std::string_view office_name;   // of the administrators
  std::string_view office_phone;
  bool demo = false;
  crypto::PasswordCost cost;
};
struct HouseFounded {
  std::shared_ptr<const keys::HouseKeys> keys;  // shared: KeyRoom and the server hold it for life
  eventlog::Batch batch;
  UnitId unit;
  GroupId administrators;
  std::vector<AccountId> officers;  // in the order given
};

/// Makes all keys and writes their files. Refuses what keys::found_house refuses, and `sign-in-name-malformed`,
/// `sign-in-name-taken`, `name-missing`, `text-too-long`, `not-utf8` with pointers /officers/N/...
Result<HouseFounded> found(const std::filesystem::path& data_folder, const std::filesystem::path& root_key_file,
                           const Founding& founding, Instant now, Chance& chance);
/// In the first officer's session.
Result<eventlog::Batch> describe_founders(const Desk& desk, const Ask& ask, const HouseFounded& founded,
                                          const Founding& founding);

}  // namespace kulla::directory
