#include "eventlog/sqlite/vfs.hpp"

#include <array>
#include <cstring>
#include <map>
#include <mutex>
#include <new>

#include <fmt/format.h>
#include <sqlite3.h>

#include "base/invariant.hpp"

namespace kulla::eventlog {
namespace {

using Region = std::array<Byte, 32 * 1024>;  // WALINDEX_PGSZ of SQLite's wal.c

// The locks and the shared WAL index of one database file, for all connections of this process.
//
// 1. A connection's level never exceeds what the others allow: one RESERVED, EXCLUSIVE only alone.
// 2. A slot of the WAL index is held by one exclusively or by any number shared.
// 3. Regions keep their addresses until the last connection has gone.
struct Node {
  std::mutex mutex;
  int shared = 0;
  bool reserved = false;
  bool pending = false;  // or exclusive: nobody new gets SHARED
  std::vector<std::unique_ptr<Region>> regions;
  std::array<int, SQLITE_SHM_NLOCK> shared_slots{};
  std::array<bool, SQLITE_SHM_NLOCK> exclusive_slots{};
  int mapped = 0;
};

}  // namespace

struct Vfs::Inside {
  Disk& disk;
  std::string name;
  sqlite3_vfs vfs{};
  sqlite3_vfs* system = nullptr;  // for chance, time and sleep
  std::atomic<bool> sync_failed{false};
  std::mutex mutex;
  std::map<std::string, std::weak_ptr<Node>> nodes;

  explicit Inside(Disk& given) : disk(given) {}
  std::shared_ptr<Node> node_of(const std::string& path) {
    const std::scoped_lock lock(mutex);
    auto node = nodes[path].lock();
    if (!node) nodes[path] = node = std::make_shared<Node>();
    return node;
  }
};

namespace {

struct OpenFile {
  Vfs::Inside* vfs = nullptr;
  std::unique_ptr<DiskFile> file;
  std::string path;
  bool name_is_new = false;  // its folder is synced with its first sync
  std::shared_ptr<Node> node;
  int level = SQLITE_LOCK_NONE;
  unsigned shared_slots = 0;
  unsigned exclusive_slots = 0;
  bool mapped = false;
};

struct File {
  sqlite3_file base;
  OpenFile* open;
};

OpenFile& of(sqlite3_file* file) { return *reinterpret_cast<File*>(file)->open; }
Vfs::Inside& of(sqlite3_vfs* vfs) { return *static_cast<Vfs::Inside*>(vfs->pAppData); }

int code_of(DiskStatus status, int otherwise) {
  switch (status) {
    case DiskStatus::ok:
      return SQLITE_OK;
    case DiskStatus::full:
      return SQLITE_FULL;
    case DiskStatus::missing:
      return SQLITE_CANTOPEN;
    case DiskStatus::denied:
    case DiskStatus::broken:
      return otherwise;
  }
  return otherwise;
}

// Locks of the database file.

void unlock_to(OpenFile& file, int level) {
  auto& node = *file.node;
  const std::scoped_lock lock(node.mutex);
  if (file.level > SQLITE_LOCK_SHARED) {
    node.reserved = false;
    node.pending = false;
  }
  if (level == SQLITE_LOCK_NONE && file.level >= SQLITE_LOCK_SHARED) --node.shared;
  file.level = level;
}

int lock_to(OpenFile& file, int level) {
  if (level <= file.level) return SQLITE_OK;
  auto& node = *file.node;
  const std::scoped_lock lock(node.mutex);
  if (level == SQLITE_LOCK_SHARED) {
    if (node.pending) return SQLITE_BUSY;
    ++node.shared;
  } else {
    if (file.level < SQLITE_LOCK_RESERVED && node.reserved) return SQLITE_BUSY;
    node.reserved = true;
    if (level == SQLITE_LOCK_EXCLUSIVE) {
      node.pending = true;
      file.level = SQLITE_LOCK_PENDING;
      if (node.shared > 1) return SQLITE_BUSY;
    }
  }
  file.level = level;
  return SQLITE_OK;
}

// The WAL's index.

void release_slots(OpenFile& file, unsigned slots) {
  for (unsigned slot = 0; slot < SQLITE_SHM_NLOCK; ++slot) {
    const auto bit = 1U << slot;
    if ((slots & bit) == 0) continue;
    if ((file.shared_slots & bit) != 0) --file.node->shared_slots[slot];
    if ((file.exclusive_slots & bit) != 0) file.node->exclusive_slots[slot] = false;
  }
  file.shared_slots &= ~slots;
  file.exclusive_slots &= ~slots;
}

int shm_map(sqlite3_file* handle, int region, int size, int extend, void volatile** at) {
  auto& file = of(handle);
  auto& node = *file.node;
  const std::scoped_lock lock(node.mutex);
  *at = nullptr;
  if (size != static_cast<int>(sizeof(Region))) return SQLITE_IOERR_SHMSIZE;
  if (!file.mapped) {
    file.mapped = true;
    ++node.mapped;
  }
  const auto wanted = static_cast<std::size_t>(region) + 1;
  if (node.regions.size() < wanted && extend == 0) return SQLITE_OK;
  while (node.regions.size() < wanted) node.regions.push_back(std::make_unique<Region>());
  *at = node.regions[wanted - 1]->data();
  return SQLITE_OK;
}

int shm_lock(sqlite3_file* handle, int offset, int count, int flags) {
  auto& file = of(handle);
  auto& node = *file.node;
  const std::scoped_lock lock(node.mutex);
  const auto slots = ((1U << static_cast<unsigned>(count)) - 1U) << static_cast<unsigned>(offset);
  if ((flags & SQLITE_SHM_UNLOCK) != 0) {
    release_slots(file, slots);
    return SQLITE_OK;
  }
  for (unsigned slot = 0; slot < SQLITE_SHM_NLOCK; ++slot) {
    const auto bit = 1U << slot;
    if ((slots & bit) == 0 || ((file.shared_slots | file.exclusive_slots) & bit) != 0) continue;
    if (node.exclusive_slots[slot]) return SQLITE_BUSY;
    if ((flags & SQLITE_SHM_EXCLUSIVE) != 0 && node.shared_slots[slot] > 0) return SQLITE_BUSY;
  }
  for (unsigned slot = 0; slot < SQLITE_SHM_NLOCK; ++slot) {
    const auto bit = 1U << slot;
    if ((slots & bit) == 0 || ((file.shared_slots | file.exclusive_slots) & bit) != 0) continue;
    if ((flags & SQLITE_SHM_EXCLUSIVE) != 0) {
      node.exclusive_slots[slot] = true;
      file.exclusive_slots |= bit;
    } else {
      ++node.shared_slots[slot];
      file.shared_slots |= bit;
    }
  }
  return SQLITE_OK;
}

void shm_barrier(sqlite3_file* handle) {
#ifndef __SANITIZE_THREAD__  // which knows no bare fence; the mutex below is what it sees
  std::atomic_thread_fence(std::memory_order_seq_cst);
#endif
  const std::scoped_lock lock(of(handle).node->mutex);
}

int shm_unmap(sqlite3_file* handle, int) {
  auto& file = of(handle);
  if (!file.mapped) return SQLITE_OK;
  const std::scoped_lock lock(file.node->mutex);
  release_slots(file, file.shared_slots | file.exclusive_slots);
  file.mapped = false;
  if (--file.node->mapped == 0) file.node->regions.clear();
  return SQLITE_OK;
}

// Files.

int close_file(sqlite3_file* handle) {
  auto* open = &of(handle);
  shm_unmap(handle, 0);
  unlock_to(*open, SQLITE_LOCK_NONE);
  delete open;
  return SQLITE_OK;
}

int read_file(sqlite3_file* handle, void* into, int size, sqlite3_int64 offset) {
  const std::span<Byte> wanted(static_cast<Byte*>(into), static_cast<std::size_t>(size));
  std::size_t read = 0;
  if (of(handle).file->read(wanted, offset, read) != DiskStatus::ok) return SQLITE_IOERR_READ;
  if (read == wanted.size()) return SQLITE_OK;
  std::memset(wanted.data() + read, 0, wanted.size() - read);
  return SQLITE_IOERR_SHORT_READ;
}

int write_file(sqlite3_file* handle, const void* from, int size, sqlite3_int64 offset) {
  const ByteView bytes(static_cast<const Byte*>(from), static_cast<std::size_t>(size));
  return code_of(of(handle).file->write(bytes, offset), SQLITE_IOERR_WRITE);
}

int truncate_file(sqlite3_file* handle, sqlite3_int64 size) {
  return of(handle).file->truncate(size) == DiskStatus::ok ? SQLITE_OK : SQLITE_IOERR_TRUNCATE;
}

int sync_file(sqlite3_file* handle, int) {
  auto& file = of(handle);
  if (file.file->sync() != DiskStatus::ok) {
    file.vfs->sync_failed = true;
    return SQLITE_IOERR_FSYNC;
  }
  if (std::exchange(file.name_is_new, false) && file.vfs->disk.sync_folder_of(file.path) != DiskStatus::ok) {
    file.vfs->sync_failed = true;
    return SQLITE_IOERR_DIR_FSYNC;
  }
  return SQLITE_OK;
}

int size_of_file(sqlite3_file* handle, sqlite3_int64* size) {
  std::int64_t found = 0;
  if (of(handle).file->size(found) != DiskStatus::ok) return SQLITE_IOERR_FSTAT;
  *size = found;
  return SQLITE_OK;
}

int check_reserved(sqlite3_file* handle, int* reserved) {
  const std::scoped_lock lock(of(handle).node->mutex);
  *reserved = of(handle).node->reserved ? 1 : 0;
  return SQLITE_OK;
}

const sqlite3_io_methods methods{
    2,
    close_file,
    read_file,
    write_file,
    truncate_file,
    sync_file,
    size_of_file,
    [](sqlite3_file* file, int level) { return lock_to(of(file), level); },
    [](sqlite3_file* file, int level) {
      if (level < of(file).level) unlock_to(of(file), level);
      return SQLITE_OK;
    },
    check_reserved,
    [](sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; },
    [](sqlite3_file*) { return 4096; },
    // As SQLite's own VFS presumes of every disk of today: a power cut damages no byte outside a write's range.
    [](sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; },
    shm_map,
    shm_lock,
    shm_barrier,
    shm_unmap,
    nullptr,
    nullptr,
};

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* into, int flags, int* flags_out) {
  auto* handle = reinterpret_cast<File*>(into);
  handle->base.pMethods = nullptr;
  if (name == nullptr) return SQLITE_CANTOPEN;  // temp_store is memory: no content goes to files of passage
  auto& inside = of(vfs);
  auto open = std::make_unique<OpenFile>();
  open->vfs = &inside;
  open->path = name;
  const bool write = (flags & SQLITE_OPEN_READWRITE) != 0;
  const auto mode = (flags & SQLITE_OPEN_CREATE) != 0 ? Disk::Mode::create
                    : write                           ? Disk::Mode::write
                                                      : Disk::Mode::read;
  open->name_is_new = mode == Disk::Mode::create && !inside.disk.exists(name);
  const auto status = inside.disk.open(name, mode, open->file);
  if (status != DiskStatus::ok) return code_of(status, SQLITE_CANTOPEN);
  open->node = inside.node_of(open->path);
  handle->open = open.release();
  handle->base.pMethods = &methods;
  if (flags_out != nullptr) *flags_out = flags;
  return SQLITE_OK;
}

int delete_file(sqlite3_vfs* vfs, const char* name, int sync) {
  auto& disk = of(vfs).disk;
  const auto status = disk.remove(name);
  if (status == DiskStatus::missing) return SQLITE_IOERR_DELETE_NOENT;
  if (status != DiskStatus::ok) return SQLITE_IOERR_DELETE;
  if (sync != 0 && disk.sync_folder_of(name) != DiskStatus::ok) {
    of(vfs).sync_failed = true;
    return SQLITE_IOERR_DIR_FSYNC;
  }
  return SQLITE_OK;
}

int has_access(sqlite3_vfs* vfs, const char* name, int, int* found) {
  *found = of(vfs).disk.exists(name) ? 1 : 0;
  return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* name, int size, char* into) {
  const auto length = std::strlen(name);
  if (length + 1 > static_cast<std::size_t>(size)) return SQLITE_CANTOPEN;
  std::memcpy(into, name, length + 1);
  return SQLITE_OK;
}

void fill_in(Vfs::Inside& inside) {
  auto& vfs = inside.vfs;
  vfs.iVersion = 2;
  vfs.szOsFile = sizeof(File);
  vfs.mxPathname = 1024;
  vfs.zName = inside.name.c_str();
  vfs.pAppData = &inside;
  vfs.xOpen = open_file;
  vfs.xDelete = delete_file;
  vfs.xAccess = has_access;
  vfs.xFullPathname = full_path;
  vfs.xDlOpen = [](sqlite3_vfs*, const char*) -> void* { return nullptr; };  // no extensions
  vfs.xDlError = [](sqlite3_vfs*, int size, char* text) {
    if (size > 0) *text = '\0';
  };
  vfs.xDlSym = [](sqlite3_vfs*, void*, const char*) -> void (*)() { return nullptr; };
  vfs.xDlClose = [](sqlite3_vfs*, void*) {};
  vfs.xRandomness = [](sqlite3_vfs* of_us, int size, char* into) {
    return of(of_us).system->xRandomness(of(of_us).system, size, into);
  };
  vfs.xSleep = [](sqlite3_vfs* of_us, int micros) { return of(of_us).system->xSleep(of(of_us).system, micros); };
  vfs.xCurrentTime = [](sqlite3_vfs* of_us, double* now) {
    return of(of_us).system->xCurrentTime(of(of_us).system, now);
  };
  vfs.xGetLastError = [](sqlite3_vfs*, int, char*) { return 0; };
  vfs.xCurrentTimeInt64 = [](sqlite3_vfs* of_us, sqlite3_int64* now) {
    return of(of_us).system->xCurrentTimeInt64(of(of_us).system, now);
  };
}

}  // namespace

Vfs::Vfs(Disk& disk) : inside_(std::make_unique<Inside>(disk)) {
  static std::atomic<int> count{0};
  inside_->name = fmt::format("kulla-{}", ++count);
  inside_->system = sqlite3_vfs_find(nullptr);
  fill_in(*inside_);
  invariant_fatal(sqlite3_vfs_register(&inside_->vfs, 0) == SQLITE_OK, "SQLite takes our file system");
}

Vfs::~Vfs() { sqlite3_vfs_unregister(&inside_->vfs); }

const char* Vfs::name() const { return inside_->name.c_str(); }
bool Vfs::sync_failed() const { return inside_->sync_failed; }

}  // namespace kulla::eventlog
