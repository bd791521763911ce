// Memory for Boost.JSON that is zeroed when it is given back, as crypto::wiping_resource() gives it, for tests of rooms
// below crypto; and it counts, so that a test sees that it was used.
#pragma once

#include <cstddef>
#include <cstring>
#include <new>

#include <boost/container/pmr/memory_resource.hpp>

namespace kulla::test {

class ZeroingMemory final : public boost::container::pmr::memory_resource {
 public:
  std::size_t bytes_given = 0;
  std::size_t bytes_held = 0;

 private:
  void* do_allocate(std::size_t bytes, std::size_t alignment) override {
    bytes_given += bytes;
    bytes_held += bytes;
    return ::operator new(bytes, std::align_val_t{alignment});
  }
  void do_deallocate(void* at, std::size_t bytes, std::size_t alignment) override {
    bytes_held -= bytes;
    ::explicit_bzero(at, bytes);
    ::operator delete(at, std::align_val_t{alignment});
  }
  bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }
};

/// Zeroes the stack below the caller, where a function that has returned left what it had.
[[gnu::noinline]] inline void zero_stack() {
  char below[64 * 1024];
  ::explicit_bzero(below, sizeof below);
}

}  // namespace kulla::test
