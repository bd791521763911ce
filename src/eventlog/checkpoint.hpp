// The log's head, signed each minute and at stop, and the whole log held against it. A copy of a checkpoint kept
// elsewhere shows what this disk alone cannot: that all of it was rolled back.
#pragma once

#include <vector>

#include "eventlog/note.hpp"
#include "eventlog/store.hpp"

namespace kulla::eventlog {

/// (size, note); give it to the store's tables.
extern const Table checkpoint_table;

/// Signs the present head and keeps it; the last one again where nothing has been appended since. Refuses
/// `log-shorter-than-checkpoint`: then the store was rolled back, and nothing may be signed before somebody has looked.
Result<std::string> make_checkpoint(Store& store, const NoteVerifier& as, const crypto::SignSecret& signer);
/// The last one kept, if any.
Result<std::optional<std::string>> last_checkpoint(const Snapshot& snapshot);

struct LogFinding {
  std::string code;       // see verify_log
  Position position = 0;  // 0: of the log as a whole
  std::string section;    // for `section-changed`
};
struct LogVerdict {
  std::int64_t size = 0;
  Hash root{};  // as recomputed
  std::int64_t sections = 0;
  std::int64_t erased = 0;  // sections whose ciphertext is gone and whose hash stands
  std::int64_t checkpoints = 0;
  std::vector<LogFinding> findings;  // the first 1,000
  bool holds() const { return findings.empty(); }
};

/// Recomputes every section's hash, every entry, leaf and the root in one scan, and holds them against what is stored,
/// against the last kept checkpoints and against `outside`, a checkpoint from elsewhere (may be empty). Finds
///   event-changed, section-changed, position-missing, position-beyond-head, version-missing, time-decreases,
///   head-differs, checkpoint-not-signed, log-shorter-than-checkpoint, log-unlike-checkpoint.
/// An error only where the log cannot be read.
Result<LogVerdict> verify_log(const Snapshot& snapshot, const NoteVerifier& by, std::string_view outside = {});

}  // namespace kulla::eventlog
