#include "support/memory_scan.hpp"

#include <algorithm>
#include <cstdint>
#include <fcntl.h>
#include <fstream>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

namespace kulla::test {
namespace {

constexpr Byte mask = 0x5a;
constexpr std::size_t piece_bytes = 1U << 20U;

// The pieces that are read pass through a mapping of its own, which the scan leaves out and which is gone afterwards.
class Window {
 public:
  explicit Window(std::size_t size)
      : size_(size),
        data_(static_cast<Byte*>(::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))) {}
  ~Window() { ::munmap(data_, size_); }
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;
  Byte* data() const { return data_; }
  bool overlaps(std::uintptr_t from, std::uintptr_t to) const {
    const auto mine = reinterpret_cast<std::uintptr_t>(data_);
    return from < mine + size_ && mine < to;
  }

 private:
  std::size_t size_;
  Byte* data_;
};

std::size_t count_in(const Byte* from, std::size_t size, ByteView masked_needle) {
  const Byte first = masked_needle[0] ^ mask;
  std::size_t found = 0;
  const auto* const end = from + size;
  for (const auto* at = from; (at = std::find(at, end, first)) != end; ++at) {
    if (static_cast<std::size_t>(end - at) < masked_needle.size()) break;
    const bool equal = std::equal(masked_needle.begin(), masked_needle.end(), at,
                                  [](Byte hidden, Byte seen) { return (hidden ^ mask) == seen; });
    if (equal) ++found;
  }
  return found;
}

std::size_t count_in_range(int memory, const Window& window, std::uintptr_t from, std::uintptr_t to, ByteView needle) {
  std::size_t found = 0;
  const auto overlap = needle.size() - 1;
  for (auto at = from; at < to;) {
    const auto wanted = std::min<std::size_t>(piece_bytes, to - at);
    const auto got = ::pread(memory, window.data(), wanted, static_cast<off_t>(at));
    if (got <= 0) break;  // a fence, or a page that is not there
    found += count_in(window.data(), static_cast<std::size_t>(got), needle);
    if (static_cast<std::size_t>(got) <= overlap || at + static_cast<std::size_t>(got) >= to) break;
    at += static_cast<std::size_t>(got) - overlap;
  }
  return found;
}

}  // namespace

Bytes masked(ByteView plain) {
  Bytes hidden(plain.begin(), plain.end());
  for (auto& byte : hidden) byte ^= mask;
  return hidden;
}

std::size_t times_in_memory(ByteView masked_needle) {
  if (!memory_can_be_scanned) return SIZE_MAX;
  const int memory = ::open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
  if (memory < 0) return SIZE_MAX;
  const Window window(piece_bytes);
  std::ifstream maps("/proc/self/maps");
  std::size_t found = 0;
  for (std::string line; std::getline(maps, line);) {
    const auto dash = line.find('-');
    const auto space = line.find(' ');
    if (dash == std::string::npos || space == std::string::npos || line.compare(space + 1, 2, "rw") != 0) continue;
    const auto from = std::stoull(line.substr(0, dash), nullptr, 16);
    const auto to = std::stoull(line.substr(dash + 1, space - dash - 1), nullptr, 16);
    if (!window.overlaps(from, to)) found += count_in_range(memory, window, from, to, masked_needle);
  }
  ::close(memory);
  return found;
}

}  // namespace kulla::test
