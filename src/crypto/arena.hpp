// Where keys live: slabs of memory that are locked (never swapped), left out of core dumps, not given to forked
// children, fenced by a page that may not be touched on either side, and zeroed at every release. libsodium's own
// sodium_malloc spends three pages and more on each object; a house with a thousand screens holds ten thousand keys.
//
// Invariants
// 1. A granule (32 bytes) belongs to one secret at most.
// 2. A free granule is all zeroes.
// 3. A slab is never given back while the arena lives, so a released secret's bytes can be looked at by a test.
#pragma once

#include <cstddef>
#include <mutex>
#include <span>
#include <vector>

#include "base/bytes.hpp"

namespace kulla::crypto {

/// What `kulla doctor` tells. When `locked` is false the keys still work, but may be swapped: the remedy is
/// LimitMEMLOCK= in the unit (or `ulimit -l`), at least `mapped_bytes`.
struct ArenaState {
  bool locked = true;  // every slab
  std::size_t mapped_bytes = 0;
  std::size_t locked_bytes = 0;
  std::size_t used_bytes = 0;
  std::size_t limit_bytes = 0;  // RLIMIT_MEMLOCK; SIZE_MAX when unlimited
};

class LockedArena {
 public:
  static constexpr std::size_t granule_bytes = 32;
  static constexpr std::size_t slab_bytes_default = 1U << 20U;  // 32,768 keys

  /// Maps the first slab when the first secret asks for it; grows by slabs. `slab_bytes` is rounded up to pages.
  explicit LockedArena(std::size_t slab_bytes = slab_bytes_default);
  /// Wipes and unmaps all. Secrets must be gone.
  ~LockedArena();
  LockedArena(const LockedArena&) = delete;
  LockedArena& operator=(const LockedArena&) = delete;

  /// The process's one arena, in which every Secret lives. Never destroyed.
  static LockedArena& of_process();

  /// Zeroed bytes. Throws std::bad_alloc when the machine has no memory left. Safe for several threads.
  std::span<Byte> take(std::size_t size);
  /// Zeroes first. `bytes` is what `take` gave; anything else ends the process.
  void give_back(std::span<Byte> bytes) noexcept;

  ArenaState state() const;

 private:
  struct Slab {
    Byte* base = nullptr;  // after the first fence
    std::size_t size = 0;
    bool locked = false;
    std::vector<bool> taken;  // by granule
    std::size_t next = 0;     // where the last search ended
    std::size_t free = 0;
  };
  static Slab map_slab(std::size_t size);
  static std::size_t find_run(const Slab& slab, std::size_t count);

  const std::size_t slab_bytes_;
  mutable std::mutex mutex_;
  std::vector<Slab> slabs_;
};

/// Is every key that is held, and was ever held, in memory that cannot be swapped?
inline bool arena_locked() { return LockedArena::of_process().state().locked; }

}  // namespace kulla::crypto
