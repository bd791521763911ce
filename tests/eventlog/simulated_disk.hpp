// A disk in memory whose power can be cut: what was not synced is then dropped, torn or reordered, as chance has it.
// Killing a process shows nothing of this, because the kernel keeps what the process wrote.
#pragma once

#include <map>
#include <mutex>

#include "base/chance.hpp"
#include "eventlog/sqlite/disk.hpp"

namespace kulla::eventlog::test {

class SimulatedDisk final : public Disk {
 public:
  // What a power cut leaves of each file.
  using Image = std::map<std::string, Bytes>;

  SimulatedDisk() = default;
  explicit SimulatedDisk(const Image& image);

  /// The control: syncs are confirmed and do nothing.
  void ignore_syncs() { ignore_syncs_ = true; }
  /// The power goes at the so many-th call from now that writes, truncates, syncs or removes; it and all later fail.
  void cut_at(std::int64_t call);
  /// The same call, and the `times - 1` after it, answer so; then the disk is well again.
  void fail_at(std::int64_t call, DiskStatus status, std::int64_t times = 1);
  std::int64_t calls() const;
  bool sync_has_failed() const;
  Image after_cut(Chance& dice) const;

  DiskStatus open(const std::string& path, Mode mode, std::unique_ptr<DiskFile>& file) override;
  bool exists(const std::string& path) override;
  DiskStatus remove(const std::string& path) override;
  DiskStatus sync_folder_of(const std::string& path) override;
  std::unique_ptr<DiskLock> lock(const std::string& path) override;
  bool is_network(const std::string&) override { return false; }

 private:
  friend class SimulatedFile;
  struct Change {
    bool truncate = false;
    std::int64_t at = 0;  // offset, or the new size
    Bytes bytes = {};
  };
  struct Data {
    Bytes now;
    Bytes durable;
    std::vector<Change> pending;
    bool name_durable = false;
  };
  static void apply(Bytes& to, const Change& change);
  static void apply_torn(Bytes& to, const Change& change, Chance& dice);
  /// Counts the call; what it answers instead of doing its work, if anything.
  DiskStatus before_call(bool is_sync);

  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Data>> files_;
  bool ignore_syncs_ = false;
  std::int64_t calls_ = 0;
  std::int64_t cut_at_ = INT64_MAX;
  std::int64_t fail_from_ = INT64_MAX;
  std::int64_t fail_until_ = INT64_MAX;
  DiskStatus fail_with_ = DiskStatus::broken;
  bool sync_has_failed_ = false;
};

}  // namespace kulla::eventlog::test
