#include "crypto/arena.hpp"

#include <algorithm>
#include <cstdint>
#include <new>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/invariant.hpp"
#include "crypto/wiping.hpp"

namespace kulla::crypto {
namespace {

constexpr std::size_t nowhere = SIZE_MAX;

std::size_t page_bytes() {
  static const auto size = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  return size;
}

std::size_t round_up(std::size_t size, std::size_t unit) { return (size + unit - 1) / unit * unit; }

std::size_t granules_for(std::size_t size) {
  return std::max<std::size_t>(1, round_up(size, LockedArena::granule_bytes) / LockedArena::granule_bytes);
}

}  // namespace

LockedArena::LockedArena(std::size_t slab_bytes)
    : slab_bytes_(round_up(std::max<std::size_t>(slab_bytes, 1), page_bytes())) {}

LockedArena::~LockedArena() {
  for (const auto& slab : slabs_) {
    wipe(slab.base, slab.size);
    ::munmap(slab.base - page_bytes(), slab.size + 2 * page_bytes());
  }
}

LockedArena& LockedArena::of_process() {
  static auto* const arena = new LockedArena;  // never deleted: a static may hold a secret until the very end
  return *arena;
}

LockedArena::Slab LockedArena::map_slab(std::size_t size) {
  const auto page = page_bytes();
  void* const mapped = ::mmap(nullptr, size + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapped == MAP_FAILED) throw std::bad_alloc();
  auto* const base = static_cast<Byte*>(mapped) + page;
  if (::mprotect(base, size, PROT_READ | PROT_WRITE) != 0) {
    ::munmap(mapped, size + 2 * page);
    throw std::bad_alloc();
  }
  ::madvise(base, size, MADV_DONTDUMP);
  ::madvise(base, size, MADV_WIPEONFORK);  // child workers (spreadsheets, PDF) get no keys
  const bool locked = ::mlock(base, size) == 0;
  const auto granules = size / granule_bytes;
  return {
      .base = base, .size = size, .locked = locked, .taken = std::vector<bool>(granules), .next = 0, .free = granules};
}

// The first run of free granules at or after where the last search ended, then from the start.
std::size_t LockedArena::find_run(const Slab& slab, std::size_t count) {
  if (slab.free < count) return nowhere;
  const auto search = [&](std::size_t from, std::size_t to) {
    std::size_t run = 0;
    for (auto at = from; at < to; ++at) {
      run = slab.taken[at] ? 0 : run + 1;
      if (run == count) return at + 1 - count;
    }
    return nowhere;
  };
  const auto found = search(slab.next, slab.taken.size());
  return found != nowhere ? found : search(0, std::min(slab.taken.size(), slab.next + count));
}

std::span<Byte> LockedArena::take(std::size_t size) {
  const auto count = granules_for(size);
  const std::lock_guard lock(mutex_);
  for (std::size_t attempt = 0; attempt < 2; ++attempt) {
    for (auto& slab : slabs_) {
      const auto at = find_run(slab, count);
      if (at == nowhere) continue;
      std::fill_n(slab.taken.begin() + static_cast<std::ptrdiff_t>(at), count, true);
      slab.free -= count;
      slab.next = at + count;
      return {slab.base + at * granule_bytes, size};
    }
    slabs_.push_back(map_slab(std::max(slab_bytes_, round_up(count * granule_bytes, page_bytes()))));
  }
  throw std::bad_alloc();
}

void LockedArena::give_back(std::span<Byte> bytes) noexcept {
  wipe(bytes);
  const auto count = granules_for(bytes.size());
  const std::lock_guard lock(mutex_);
  for (auto& slab : slabs_) {
    if (bytes.data() < slab.base || bytes.data() >= slab.base + slab.size) continue;
    const auto at = static_cast<std::size_t>(bytes.data() - slab.base) / granule_bytes;
    invariant_fatal(at + count <= slab.taken.size(), "a secret lies inside its slab");
    for (auto granule = at; granule < at + count; ++granule) {
      invariant_fatal(slab.taken[granule], "a secret is given back once");
      slab.taken[granule] = false;
    }
    slab.free += count;
    return;
  }
  invariant_fatal(false, "a secret is given back to the arena it came from");
}

ArenaState LockedArena::state() const {
  ArenaState state;
  ::rlimit limit{};
  if (::getrlimit(RLIMIT_MEMLOCK, &limit) == 0)
    state.limit_bytes = limit.rlim_cur == RLIM_INFINITY ? SIZE_MAX : static_cast<std::size_t>(limit.rlim_cur);
  const std::lock_guard lock(mutex_);
  for (const auto& slab : slabs_) {
    state.mapped_bytes += slab.size;
    state.used_bytes += (slab.taken.size() - slab.free) * granule_bytes;
    if (slab.locked)
      state.locked_bytes += slab.size;
    else
      state.locked = false;
  }
  return state;
}

}  // namespace kulla::crypto
