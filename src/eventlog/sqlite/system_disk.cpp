#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "eventlog/sqlite/disk.hpp"

namespace kulla::eventlog {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

DiskStatus status_of(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      return DiskStatus::full;
    case ENOENT:
      return DiskStatus::missing;
    case EACCES:
    case EPERM:
    case EROFS:
      return DiskStatus::denied;
  }
  return DiskStatus::broken;
}

class SystemFile final : public DiskFile {
 public:
  explicit SystemFile(int fd) : fd_(fd) {}

  DiskStatus read(std::span<Byte> into, std::int64_t offset, std::size_t& read) override {
    read = 0;
    while (read < into.size()) {
      const auto got =
          ::pread(fd_.get(), into.data() + read, into.size() - read, offset + static_cast<std::int64_t>(read));
      if (got == 0) break;
      if (got < 0) {
        if (errno == EINTR) continue;
        return status_of(errno);
      }
      read += static_cast<std::size_t>(got);
    }
    return DiskStatus::ok;
  }

  DiskStatus write(ByteView bytes, std::int64_t offset) override {
    while (!bytes.empty()) {
      const auto put = ::pwrite(fd_.get(), bytes.data(), bytes.size(), offset);
      if (put < 0) {
        if (errno == EINTR) continue;
        return status_of(errno);
      }
      bytes = bytes.subspan(static_cast<std::size_t>(put));
      offset += put;
    }
    return DiskStatus::ok;
  }

  DiskStatus truncate(std::int64_t size) override {
    return ::ftruncate(fd_.get(), size) == 0 ? DiskStatus::ok : status_of(errno);
  }
  // Never tried again after a failure: the kernel may have dropped the pages and would then say yes.
  DiskStatus sync() override { return ::fdatasync(fd_.get()) == 0 ? DiskStatus::ok : DiskStatus::broken; }
  DiskStatus size(std::int64_t& size) override {
    struct stat found{};
    if (::fstat(fd_.get(), &found) != 0) return status_of(errno);
    size = found.st_size;
    return DiskStatus::ok;
  }

 private:
  Descriptor fd_;
};

class SystemLock final : public DiskLock {
 public:
  explicit SystemLock(int fd) : fd_(fd) {}

 private:
  Descriptor fd_;  // an open-file-description lock goes with it
};

class SystemDisk final : public Disk {
 public:
  DiskStatus open(const std::string& path, Mode mode, std::unique_ptr<DiskFile>& file) override {
    int flags = O_CLOEXEC | O_NOFOLLOW | (mode == Mode::read ? O_RDONLY : O_RDWR);
    if (mode == Mode::create) flags |= O_CREAT;
    const int fd = ::open(path.c_str(), flags, 0600);
    if (fd < 0) return status_of(errno);
    file = std::make_unique<SystemFile>(fd);
    return DiskStatus::ok;
  }
  bool exists(const std::string& path) override { return ::access(path.c_str(), F_OK) == 0; }
  DiskStatus remove(const std::string& path) override {
    return ::unlink(path.c_str()) == 0 ? DiskStatus::ok : status_of(errno);
  }
  DiskStatus sync_folder_of(const std::string& path) override {
    const auto folder = std::filesystem::path(path).parent_path().string();
    const Descriptor fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return fd.get() >= 0 && ::fsync(fd.get()) == 0 ? DiskStatus::ok : DiskStatus::broken;
  }
  std::unique_ptr<DiskLock> lock(const std::string& path) override {
    const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) return nullptr;
    auto held = std::make_unique<SystemLock>(fd);
    // SQLite's PENDING_BYTE, RESERVED_BYTE and SHARED_SIZE (os.h of its source).
    struct flock range{};
    range.l_type = F_WRLCK;
    range.l_whence = SEEK_SET;
    range.l_start = 0x40000000;
    range.l_len = 512;
    if (::fcntl(fd, F_OFD_SETLK, &range) != 0) return nullptr;
    return held;
  }
  bool is_network(const std::string& folder) override {
    struct statfs found{};
    if (::statfs(folder.c_str(), &found) != 0) return false;
    switch (static_cast<std::uint32_t>(found.f_type)) {  // linux/magic.h
      case 0x6969:                                       // NFS
      case 0x517B:                                       // SMB
      case 0xFF534D42:                                   // CIFS
      case 0xFE534D42:                                   // SMB2
      case 0x5346414F:                                   // AFS
      case 0x00C36400:                                   // CEPH
      case 0x73757245:                                   // CODA
      case 0x0BD00BD0:                                   // Lustre
        return true;
    }
    return false;
  }
};

}  // namespace

Disk& system_disk() {
  static SystemDisk disk;
  return disk;
}

}  // namespace kulla::eventlog
