// The disk under SQLite, behind an interface: in tests it drops, tears and reorders what was not synced, and says no at
// any call. Promises of an implementation: what `sync` confirmed survives a power cut; a file's name survives once its
// folder was synced. Safe for several threads, a file by one at a time for writing.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/bytes.hpp"
#include "base/error.hpp"

namespace kulla::eventlog {

enum class DiskStatus : std::uint8_t { ok, full, missing, denied, broken };

class DiskFile {
 public:
  virtual ~DiskFile() = default;
  /// How many bytes were there to be read: fewer only at the end of the file.
  virtual DiskStatus read(std::span<Byte> into, std::int64_t offset, std::size_t& read) = 0;
  virtual DiskStatus write(ByteView bytes, std::int64_t offset) = 0;
  virtual DiskStatus truncate(std::int64_t size) = 0;
  virtual DiskStatus sync() = 0;
  virtual DiskStatus size(std::int64_t& size) = 0;
};

/// Held as long as it lives.
class DiskLock {
 public:
  virtual ~DiskLock() = default;
};

class Disk {
 public:
  virtual ~Disk() = default;
  enum class Mode : std::uint8_t { read, write, create };  // create: write, and make it when it is missing
  virtual DiskStatus open(const std::string& path, Mode mode, std::unique_ptr<DiskFile>& file) = 0;
  virtual bool exists(const std::string& path) = 0;
  virtual DiskStatus remove(const std::string& path) = 0;
  /// The folder that holds this file, so that the file's name is durable.
  virtual DiskStatus sync_folder_of(const std::string& path) = 0;
  /// Nobody else on this machine holds it, and no SQLite of another process opens the file meanwhile: the bytes locked
  /// are those that SQLite itself locks. Null when somebody does.
  virtual std::unique_ptr<DiskLock> lock(const std::string& path) = 0;
  /// NFS, SMB and their like: their locks and syncs do not hold what SQLite needs.
  virtual bool is_network(const std::string& folder) = 0;
};

/// The machine's own.
Disk& system_disk();

}  // namespace kulla::eventlog
