// Finding and folding cases: from a reference or an id to the case as its stream has it, and how somebody stands to it.
// Folded cases are kept by (stream, version); what has been added since is folded onto a copy.
#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

#include "access/policy.hpp"
#include "casefile/state.hpp"
#include "eventlog/store.hpp"

namespace kulla::casefile {

/// Safe for several threads.
class Casebook {
 public:
  /// A folded case is some kilobytes; this many are kept, the least recently asked for goes first.
  static constexpr std::size_t kept_max = 4'096;

  explicit Casebook(CaseFile::Procedures procedures) : procedures_(std::move(procedures)) {}

  /// A case that is about to be opened.
  CaseFile fresh(CaseId id) const { return {id, procedures_}; }
  /// As of this snapshot. Nothing where the stream has no events.
  Result<std::shared_ptr<const CaseFile>> load(const eventlog::Snapshot& snapshot, CaseId id);
  /// By the reference that people read out. Nothing where none has it.
  static Result<std::optional<CaseId>> find(const eventlog::Snapshot& snapshot, const Reference& reference);
  /// How this person stands to the case now.
  static Result<std::vector<access::Relation>> relations(const eventlog::Snapshot& snapshot, const CaseFile& file,
                                                         const access::Asker& asker);

 private:
  struct Kept {
    std::shared_ptr<const CaseFile> file;
    std::list<CaseId>::iterator age;  // latest in front
  };
  std::shared_ptr<const CaseFile> kept(CaseId id);
  void keep(std::shared_ptr<const CaseFile> file);
  const CaseFile::Procedures procedures_;
  std::mutex mutex_;
  std::unordered_map<CaseId, Kept> files_;
  std::list<CaseId> ages_;
};

}  // namespace kulla::casefile
