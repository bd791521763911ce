// SQLite's view of a Disk. The whole of its file system is here, locks and the WAL's shared index too: they live in
// this process, because no other one may open the file (Disk::lock keeps them out).
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "eventlog/sqlite/disk.hpp"

struct sqlite3_vfs;

namespace kulla::eventlog {

class Vfs {
 public:
  /// The disk lives as long as the VFS, the VFS as long as every connection opened by it.
  explicit Vfs(Disk& disk);
  ~Vfs();
  Vfs(const Vfs&) = delete;
  Vfs& operator=(const Vfs&) = delete;

  const char* name() const;
  /// Some sync has failed since the start. What the kernel then dropped it does not tell, so nothing is written any
  /// more.
  bool sync_failed() const;

  struct Inside;

 private:
  std::unique_ptr<Inside> inside_;
};

}  // namespace kulla::eventlog
