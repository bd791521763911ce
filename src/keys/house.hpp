// The house's own keys, in files of the data directory that nobody else may read:
//
//   keys/house      id, root public key (pinned: the database's copy is never asked), demo mark
//   keys/server     server key: staff contacts, sign-in name hashes
//   keys/master     key-table master: the secret columns of the key tables lie under it
//   keys/log        Ed25519 seed: signs the log's checkpoints
//
// The root key is not among them. It is made by `found_house`, signs the founding officers' statements, is written to a
// file that the operator takes away, and is forgotten. Source: decisions.md 2, "house founded".
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "base/chance.hpp"
#include "base/error.hpp"
#include "base/id.hpp"
#include "crypto/password.hpp"
#include "crypto/secret.hpp"
#include "crypto/sign.hpp"
#include "crypto/wiping.hpp"
#include "keys/principal.hpp"

namespace kulla::keys {

using NameHash = ByteArray<32>;

class HouseKeys {
 public:
  /// Refuses `no-house`, `key-file-readable` (others than the owner may read a file or list the folder; the remedy is
  /// chmod), `key-file-damaged`; `where` names the file.
  static Result<HouseKeys> open(const std::filesystem::path& data_folder);

  HouseId id() const { return id_; }
  bool is_demo() const { return demo_; }
  const crypto::SignPublic& root() const { return root_; }
  const crypto::Key& server_key() const { return server_; }
  const crypto::Key& master() const { return master_; }
  const crypto::SignSecret& log_key() const { return log_; }
  /// Of a sign-in name, already folded by the directory: what stands in tables and limiters in its place.
  NameHash name_hash(std::string_view folded_name) const;

 private:
  friend struct HouseFiles;
  HouseKeys(HouseId id, bool demo, crypto::SignPublic root, crypto::Key server, crypto::Key master,
            crypto::SignSecret log);
  HouseId id_;
  bool demo_ = false;
  crypto::SignPublic root_;
  crypto::Key server_;
  crypto::Key master_;
  crypto::Key names_;  // derived from the server key
  crypto::SignSecret log_;
};

struct FoundingOfficer {
  AccountId account;
  StreamId agency;  // two at least among all officers
  crypto::WipingString password;
};

struct Founding {
  std::vector<FoundingOfficer> officers;  // two at least; they become the administrators
  GroupId administrators;
  bool demo = false;
  crypto::PasswordCost cost;
};

struct Founded {
  HouseKeys keys;
  KeyChange change;  // the log's first batch: actor `the_house`
};

/// Makes all keys and writes the files, in one rename. Refuses `house-exists`, `too-few-officers`,
/// `officers-of-one-agency`, `password-too-short`, `root-key-file-inside` (the root key's file would lie in the data
/// folder), `root-key-file-exists`.
Result<Founded> found_house(const std::filesystem::path& data_folder, const std::filesystem::path& root_key_file,
                            const Founding& founding, Instant now, Chance& chance);

/// A password that a person may choose: 12 characters at least, 1024 bytes at most. Refuses `password-too-short`,
/// `password-too-long`.
Result<void> check_password(std::string_view password, std::string_view pointer = "/password");

}  // namespace kulla::keys
