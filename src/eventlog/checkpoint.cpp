#include "eventlog/checkpoint.hpp"

#include <algorithm>
#include <unordered_map>

#include "eventlog/entry.hpp"
#include "eventlog/tree.hpp"

namespace kulla::eventlog {

const Table checkpoint_table{.name = "checkpoint",
                             .kind = TableKind::local,
                             .columns = {{.name = "size"}, {.name = "note", .type = ColumnType::text}},
                             .key_columns = 1};

namespace {

constexpr std::size_t findings_max = 1'000;
constexpr std::size_t checkpoints_held_against = 1'000;

Result<std::vector<std::string>> kept_checkpoints(const Snapshot& snapshot, std::size_t limit) {
  std::vector<std::string> notes;
  const auto rows = TRY(snapshot.scan({.table = &checkpoint_table, .descending = true, .limit = limit}));
  for (const auto& row : rows) notes.push_back(std::get<std::string>(row[1]));
  return notes;
}

class Verification {
 public:
  Verification(const Snapshot& snapshot, const NoteVerifier& by) : snapshot_(snapshot), by_(by) {}

  Result<void> read_checkpoints(std::string_view outside) {
    auto notes = TRY(kept_checkpoints(snapshot_, checkpoints_held_against));
    if (!outside.empty()) notes.emplace_back(outside);
    for (const auto& note : notes) {
      auto checkpoint = open_checkpoint(note, by_);
      if (!checkpoint) {
        find("checkpoint-not-signed", 0);
      } else if (checkpoint->size > snapshot_.head().size) {
        find("log-shorter-than-checkpoint", 0);
      } else {
        ++verdict_.checkpoints;
        checkpoints_.push_back(std::move(*checkpoint));
      }
    }
    std::sort(checkpoints_.begin(), checkpoints_.end(), [](const auto& a, const auto& b) { return a.size < b.size; });
    return {};
  }

  void look_at(const Event& event) {
    hold_against_checkpoints();
    for (auto position = tree_.size() + 1 + missing_; position < event.position; ++position, ++missing_)
      if (!find("position-missing", position)) break;
    if (event.position > snapshot_.head().size) {
      find("position-beyond-head", event.position);
      return;
    }
    if (event.recorded_at < last_recorded_at_) find("time-decreases", event.position);
    last_recorded_at_ = std::max(last_recorded_at_, event.recorded_at);
    if (event.version != ++versions_[event.stream]) {
      find("version-missing", event.position);
      versions_[event.stream] = event.version;
    }
    const bool sections_hold = look_at_sections(event);
    const auto entry = entry_of(event);
    if (entry != event.entry && sections_hold) find("event-changed", event.position);
    tree_.append(leaf_of(entry));
  }

  LogVerdict finish() {
    hold_against_checkpoints();
    const auto head = snapshot_.head();
    verdict_.size = tree_.size();
    verdict_.root = tree_.root();
    if (verdict_.size != head.size || verdict_.root != head.root || last_recorded_at_ != head.last_recorded_at)
      find("head-differs", 0);
    return std::move(verdict_);
  }

 private:
  bool find(std::string code, Position position, std::string section = {}) {
    if (verdict_.findings.size() >= findings_max) return false;
    verdict_.findings.push_back({std::move(code), position, std::move(section)});
    return true;
  }

  bool look_at_sections(const Event& event) {
    bool hold = true;
    for (const auto& section : event.sections) {
      ++verdict_.sections;
      if (section.cipher.empty()) {
        ++verdict_.erased;
      } else if (hash_of_cipher(section.cipher) != section.hash) {
        find("section-changed", event.position, section.name);
        hold = false;
      }
    }
    return hold;
  }

  void hold_against_checkpoints() {
    for (; next_checkpoint_ < checkpoints_.size() && checkpoints_[next_checkpoint_].size <= tree_.size();
         ++next_checkpoint_)
      if (checkpoints_[next_checkpoint_].root != tree_.root()) find("log-unlike-checkpoint", 0);
  }

  const Snapshot& snapshot_;
  const NoteVerifier& by_;
  LogVerdict verdict_;
  std::vector<Checkpoint> checkpoints_;  // by size
  std::size_t next_checkpoint_ = 0;
  CompactRange tree_;
  Position missing_ = 0;
  Instant last_recorded_at_;
  std::unordered_map<StreamId, Version> versions_;
};

}  // namespace

Result<std::string> make_checkpoint(Store& store, const NoteVerifier& as, const crypto::SignSecret& signer) {
  const auto snapshot = TRY(store.snapshot());
  const auto head = snapshot->head();
  if (const auto last = TRY(last_checkpoint(*snapshot))) {
    const auto checkpoint = TRY(open_checkpoint(*last, as));
    if (checkpoint.size > head.size) return fail(ErrorKind::broken, "log-shorter-than-checkpoint");
    if (checkpoint.size == head.size) {
      if (checkpoint.root != head.root) return fail(ErrorKind::broken, "log-unlike-checkpoint");
      return *last;
    }
  }
  auto note = sign_note(checkpoint_text({as.name(), head.size, head.root}), as, signer);
  TRY_VOID(store.write_rows({{TableWrite::Kind::put, &checkpoint_table, {head.size, note}}}));
  return note;
}

Result<std::optional<std::string>> last_checkpoint(const Snapshot& snapshot) {
  auto notes = TRY(kept_checkpoints(snapshot, 1));
  return notes.empty() ? std::optional<std::string>() : std::optional(std::move(notes.front()));
}

Result<LogVerdict> verify_log(const Snapshot& snapshot, const NoteVerifier& by, std::string_view outside) {
  Verification verification(snapshot, by);
  TRY_VOID(verification.read_checkpoints(outside));
  TRY_VOID(snapshot.log(1, [&](const Event& event) {
    verification.look_at(event);
    return true;
  }));
  return verification.finish();
}

}  // namespace kulla::eventlog
