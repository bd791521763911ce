#include "eventlog/simulated_disk.hpp"

#include <algorithm>

namespace kulla::eventlog::test {
namespace {

constexpr std::size_t sector_bytes = 512;

class NoLock final : public DiskLock {};

}  // namespace

class SimulatedFile final : public DiskFile {
 public:
  SimulatedFile(SimulatedDisk& disk, std::shared_ptr<SimulatedDisk::Data> data) : disk_(disk), data_(std::move(data)) {}

  DiskStatus read(std::span<Byte> into, std::int64_t offset, std::size_t& read) override {
    const std::scoped_lock lock(disk_.mutex_);
    const auto at = std::min(static_cast<std::size_t>(offset), data_->now.size());
    read = std::min(into.size(), data_->now.size() - at);
    std::copy_n(data_->now.begin() + static_cast<std::ptrdiff_t>(at), read, into.begin());
    return DiskStatus::ok;
  }
  DiskStatus write(ByteView bytes, std::int64_t offset) override {
    return change({.truncate = false, .at = offset, .bytes = Bytes(bytes.begin(), bytes.end())});
  }
  DiskStatus truncate(std::int64_t size) override { return change({.truncate = true, .at = size}); }
  DiskStatus sync() override {
    const std::scoped_lock lock(disk_.mutex_);
    if (const auto status = disk_.before_call(true); status != DiskStatus::ok) return status;
    if (disk_.ignore_syncs_) return DiskStatus::ok;
    for (const auto& done : data_->pending) SimulatedDisk::apply(data_->durable, done);
    data_->pending.clear();
    return DiskStatus::ok;
  }
  DiskStatus size(std::int64_t& size) override {
    const std::scoped_lock lock(disk_.mutex_);
    size = static_cast<std::int64_t>(data_->now.size());
    return DiskStatus::ok;
  }

 private:
  DiskStatus change(SimulatedDisk::Change change) {
    const std::scoped_lock lock(disk_.mutex_);
    const auto status = disk_.before_call(false);
    if (status == DiskStatus::ok) SimulatedDisk::apply(data_->now, change);
    // A write that was told to have failed may still reach the disk.
    data_->pending.push_back(std::move(change));
    return status;
  }
  SimulatedDisk& disk_;
  std::shared_ptr<SimulatedDisk::Data> data_;
};

SimulatedDisk::SimulatedDisk(const Image& image) {
  for (const auto& [path, bytes] : image) {
    auto data = std::make_shared<Data>();
    data->now = data->durable = bytes;
    data->name_durable = true;
    files_[path] = data;
  }
}

void SimulatedDisk::cut_at(std::int64_t call) {
  const std::scoped_lock lock(mutex_);
  cut_at_ = calls_ + call;
}
void SimulatedDisk::fail_at(std::int64_t call, DiskStatus status, std::int64_t times) {
  const std::scoped_lock lock(mutex_);
  fail_from_ = calls_ + call;
  fail_until_ = fail_from_ + times;
  fail_with_ = status;
}
std::int64_t SimulatedDisk::calls() const {
  const std::scoped_lock lock(mutex_);
  return calls_;
}
bool SimulatedDisk::sync_has_failed() const {
  const std::scoped_lock lock(mutex_);
  return sync_has_failed_;
}

DiskStatus SimulatedDisk::before_call(bool is_sync) {
  ++calls_;
  auto status = DiskStatus::ok;
  if (calls_ >= cut_at_) status = DiskStatus::broken;
  if (calls_ >= fail_from_ && calls_ < fail_until_) status = fail_with_;
  sync_has_failed_ = sync_has_failed_ || (is_sync && status != DiskStatus::ok);
  return status;
}

void SimulatedDisk::apply(Bytes& to, const Change& change) {
  const auto at = static_cast<std::size_t>(change.at);
  if (change.truncate) {
    to.resize(at);
    return;
  }
  if (to.size() < at + change.bytes.size()) to.resize(at + change.bytes.size());
  std::copy(change.bytes.begin(), change.bytes.end(), to.begin() + change.at);
}

/// Some of its sectors arrive, and one may arrive in part.
void SimulatedDisk::apply_torn(Bytes& to, const Change& change, Chance& dice) {
  for (std::size_t from = 0; from < change.bytes.size(); from += sector_bytes) {
    if (dice.below(2) == 0) continue;
    auto length = std::min(sector_bytes, change.bytes.size() - from);
    if (dice.below(8) == 0) length = static_cast<std::size_t>(dice.below(length)) + 1;
    const auto begin = change.bytes.begin() + static_cast<std::ptrdiff_t>(from);
    apply(to, {.truncate = false,
               .at = change.at + static_cast<std::int64_t>(from),
               .bytes = Bytes(begin, begin + static_cast<std::ptrdiff_t>(length))});
  }
}

SimulatedDisk::Image SimulatedDisk::after_cut(Chance& dice) const {
  const std::scoped_lock lock(mutex_);
  Image image;
  for (const auto& [path, data] : files_) {
    if (!data->name_durable && dice.below(2) == 0) continue;  // the folder had not been synced
    auto bytes = data->durable;
    // A cut may also find all of it written, or nothing, whatever the order.
    const auto mood = dice.below(4);
    for (const auto& change : data->pending) {
      const auto fate = mood == 0 ? 0 : mood == 1 ? 1 : dice.below(3);
      if (fate == 1) apply(bytes, change);
      if (fate == 2 && !change.truncate) apply_torn(bytes, change, dice);
    }
    image[path] = std::move(bytes);
  }
  return image;
}

DiskStatus SimulatedDisk::open(const std::string& path, Mode mode, std::unique_ptr<DiskFile>& file) {
  const std::scoped_lock lock(mutex_);
  auto found = files_.find(path);
  if (found == files_.end()) {
    if (mode != Mode::create) return DiskStatus::missing;
    found = files_.emplace(path, std::make_shared<Data>()).first;
  }
  file = std::make_unique<SimulatedFile>(*this, found->second);
  return DiskStatus::ok;
}
bool SimulatedDisk::exists(const std::string& path) {
  const std::scoped_lock lock(mutex_);
  return files_.contains(path);
}
DiskStatus SimulatedDisk::remove(const std::string& path) {
  const std::scoped_lock lock(mutex_);
  if (const auto status = before_call(false); status != DiskStatus::ok) return status;
  return files_.erase(path) > 0 ? DiskStatus::ok : DiskStatus::missing;
}
DiskStatus SimulatedDisk::sync_folder_of(const std::string&) {
  const std::scoped_lock lock(mutex_);
  if (const auto status = before_call(true); status != DiskStatus::ok) return status;
  if (ignore_syncs_) return DiskStatus::ok;
  for (auto& [path, data] : files_) data->name_durable = true;
  return DiskStatus::ok;
}
std::unique_ptr<DiskLock> SimulatedDisk::lock(const std::string&) { return std::make_unique<NoLock>(); }

}  // namespace kulla::eventlog::test
