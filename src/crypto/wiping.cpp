#include "crypto/wiping.hpp"

#include <boost/container/pmr/memory_resource.hpp>
#include <sodium.h>

#include "crypto/library.hpp"

namespace kulla::crypto {
namespace {

class WipingResource final : public boost::container::pmr::memory_resource {
  void* do_allocate(std::size_t bytes, std::size_t alignment) override {
    return ::operator new(bytes, std::align_val_t{alignment});
  }
  void do_deallocate(void* at, std::size_t bytes, std::size_t alignment) override {
    wipe(at, bytes);
    ::operator delete(at, std::align_val_t{alignment});
  }
  bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }
};

constexpr std::size_t stack_wiped_bytes = 64U * 1024U;

}  // namespace

void wipe(void* bytes, std::size_t size) noexcept {
  if (size > 0) ::sodium_memzero(bytes, size);
}

void wipe_stack() noexcept { ::sodium_stackzero(stack_wiped_bytes); }

bool same_bytes(ByteView a, ByteView b) {
  if (a.size() != b.size()) return false;
  return a.empty() || ::sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

void WipingString::wipe_inside() noexcept {
  // Emptied and shrunk, the text goes back to the buffer inside the object; the allocator wiped the one outside.
  // (libstdc++ and libc++ both do so; the test that scans memory says if one stops.)
  clear();
  shrink_to_fit();
  wipe(data(), capacity());
}

boost::container::pmr::memory_resource* wiping_resource() noexcept {
  static auto* const resource = new WipingResource;  // never deleted: values may outlive every other static
  return resource;
}

}  // namespace kulla::crypto
