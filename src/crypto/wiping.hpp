// Plaintext that leaves nothing behind: buffers whose memory is zeroed before it goes back to the heap. For opened
// sections, request bodies and what is parsed from them. Keys live in secret.hpp instead, in locked memory.
// (security.md, invariant 19: a minute after the last sign-out the process's memory holds no planted plaintext.)
#pragma once

#include <cstddef>
#include <limits>
#include <new>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"

namespace boost::container::pmr {
class memory_resource;
}

namespace kulla::crypto {

/// Zeroes in a way that no optimiser leaves out.
void wipe(void* bytes, std::size_t size) noexcept;
inline void wipe(std::span<Byte> bytes) noexcept { wipe(bytes.data(), bytes.size()); }

/// Zeroes 64 KiB of the calling thread's unused stack: parsers and formatters keep pieces of a text in local buffers.
/// Called where a worker has finished with a request.
void wipe_stack() noexcept;

/// Takes as long for equal as for different bytes of one length. Different lengths are different.
bool same_bytes(ByteView a, ByteView b);

template <class T>
struct WipingAllocator {
  using value_type = T;
  using is_always_equal = std::true_type;

  WipingAllocator() = default;
  template <class U>
  constexpr WipingAllocator(const WipingAllocator<U>&) noexcept {}  // NOLINT: allocators convert

  T* allocate(std::size_t count) {
    if (count > std::numeric_limits<std::size_t>::max() / sizeof(T)) throw std::bad_array_new_length();
    return static_cast<T*>(::operator new(count * sizeof(T), std::align_val_t{alignof(T)}));
  }
  void deallocate(T* at, std::size_t count) noexcept {
    wipe(at, count * sizeof(T));
    ::operator delete(at, std::align_val_t{alignof(T)});
  }
  friend bool operator==(const WipingAllocator&, const WipingAllocator&) { return true; }
};

/// Opened bytes. Growing and moving leave no copy; `resize` to less keeps the rest until the buffer goes.
using WipingBytes = std::vector<Byte, WipingAllocator<Byte>>;

/// A text that wipes itself, also where the string keeps short texts inside its own object: most names are that short.
class WipingString : public std::basic_string<char, std::char_traits<char>, WipingAllocator<char>> {
 public:
  using Base = std::basic_string<char, std::char_traits<char>, WipingAllocator<char>>;

  WipingString() = default;
  explicit WipingString(std::string_view text) : Base(text) {}
  explicit WipingString(ByteView bytes) : Base(text_of(bytes)) {}
  WipingString(const WipingString&) = default;
  WipingString(WipingString&& other) noexcept : Base(std::move(static_cast<Base&>(other))) { other.wipe_inside(); }
  WipingString& operator=(const WipingString& other) {
    if (this != &other) assign(other);
    return *this;
  }
  WipingString& operator=(WipingString&& other) noexcept {
    if (this == &other) return *this;
    wipe_inside();
    Base::operator=(std::move(static_cast<Base&>(other)));
    other.wipe_inside();
    return *this;
  }
  WipingString& operator=(std::string_view text) {
    assign(text);
    return *this;
  }
  ~WipingString() { wipe_inside(); }

  std::string_view view() const { return {data(), size()}; }

 private:
  void wipe_inside() noexcept;
};

/// For Boost.JSON: `boost::json::storage_ptr(wiping_resource())`. One for the process; never dies.
boost::container::pmr::memory_resource* wiping_resource() noexcept;

}  // namespace kulla::crypto
