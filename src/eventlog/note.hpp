// Signed notes and checkpoints as C2SP has them (signed-note, tlog-checkpoint): what the log's key says of its head,
// for anybody to check with any program.
//
//   kulla.example/house        the origin, which is the key's name
//   600                        how many leaves
//   gBLEFd4I...4=              the root, base64
//
//   — kulla.example/house m3wH4dWO...   base64(key id, four bytes | Ed25519 signature over the lines above)
#pragma once

#include <string>
#include <string_view>

#include "crypto/sign.hpp"
#include "eventlog/event.hpp"

namespace kulla::eventlog {

/// Who may have signed: a name and an Ed25519 key. As text `name+id+base64(01 | key)`, as C2SP's verifier keys.
class NoteVerifier {
 public:
  /// A name has no white space and no '+'; `verifier-malformed` otherwise.
  static Result<NoteVerifier> of(std::string_view name, const crypto::SignPublic& key);
  static Result<NoteVerifier> parse(std::string_view text);
  const std::string& name() const { return name_; }
  const crypto::SignPublic& key() const { return key_; }
  std::uint32_t id() const { return id_; }
  std::string text() const;

 private:
  NoteVerifier(std::string name, const crypto::SignPublic& key);
  std::string name_;
  crypto::SignPublic key_;
  std::uint32_t id_ = 0;
};

/// The text (ending in a line feed) with one signature.
std::string sign_note(std::string_view text, const NoteVerifier& as, const crypto::SignSecret& signer);
/// The text of a note that this key has signed; lines of other keys are passed over. Refuses (kind `broken`)
/// `note-malformed`, `note-not-signed`, `note-signature-wrong`.
Result<std::string> open_note(std::string_view note, const NoteVerifier& by);

struct Checkpoint {
  std::string origin;
  std::int64_t size = 0;
  Hash root{};
};
std::string checkpoint_text(const Checkpoint& checkpoint);
/// Refuses also `checkpoint-malformed`, and `checkpoint-of-another-log` where the origin is not the key's name.
Result<Checkpoint> open_checkpoint(std::string_view note, const NoteVerifier& by);

}  // namespace kulla::eventlog
