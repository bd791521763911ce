// Secrets: bytes in the locked arena that cannot be copied, printed or compared by chance, and are zeroed when they go.
// A moved-from secret is empty; to look at it ends the process. `reveal()` is the one way in, and a span of it is not
// stored.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <utility>

#include "base/bytes.hpp"
#include "base/chance.hpp"
#include "base/invariant.hpp"
#include "crypto/arena.hpp"
#include "crypto/wiping.hpp"

namespace kulla::crypto {

/// Any number of bytes, fixed when it is made.
class SecretBytes {
 public:
  static SecretBytes zeroed(std::size_t size) { return SecretBytes(size); }
  static SecretBytes random(std::size_t size, Chance& chance) {
    SecretBytes made(size);
    chance.fill(made.bytes_);
    return made;
  }
  static SecretBytes copy_of(ByteView from) {
    SecretBytes made(from.size());
    std::copy(from.begin(), from.end(), made.bytes_.begin());
    return made;
  }
  /// Copies and wipes where it came from.
  static SecretBytes take(std::span<Byte> from) {
    auto made = copy_of(from);
    wipe(from);
    return made;
  }

  SecretBytes(SecretBytes&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
  SecretBytes& operator=(SecretBytes&& other) noexcept {
    if (this != &other) {
      release();
      bytes_ = std::exchange(other.bytes_, {});
    }
    return *this;
  }
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;
  ~SecretBytes() { release(); }

  /// The only way to the bytes. Not stored beyond the call it is for.
  ByteView reveal() const {
    invariant_fatal(bytes_.data() != nullptr, "a moved-from secret is not looked at");
    return bytes_;
  }
  /// For the functions of this room that write a secret where it will live.
  std::span<Byte> fill_in() {
    invariant_fatal(bytes_.data() != nullptr, "a moved-from secret is not looked at");
    return bytes_;
  }
  std::size_t size() const { return bytes_.size(); }
  bool empty() const { return bytes_.data() == nullptr; }
  /// A second holder of the same secret, said aloud.
  SecretBytes duplicate() const { return copy_of(reveal()); }

  /// In constant time.
  friend bool operator==(const SecretBytes& a, const SecretBytes& b) { return same_bytes(a.reveal(), b.reveal()); }
  template <class Stream>
  friend Stream& operator<<(Stream&, const SecretBytes&) = delete;

 private:
  explicit SecretBytes(std::size_t size) : bytes_(LockedArena::of_process().take(size)) {}
  void release() noexcept {
    if (bytes_.data() != nullptr) LockedArena::of_process().give_back(bytes_);
    bytes_ = {};
  }
  std::span<Byte> bytes_;
};

/// A secret whose length is part of its type. `Secret<32>` is every symmetric key of the house.
template <std::size_t size_of_secret>
class Secret {
 public:
  static constexpr std::size_t size = size_of_secret;

  static Secret zeroed() { return Secret(SecretBytes::zeroed(size)); }
  static Secret random(Chance& chance) { return Secret(SecretBytes::random(size, chance)); }
  static Secret copy_of(std::span<const Byte, size> from) { return Secret(SecretBytes::copy_of(from)); }
  /// Copies and wipes where it came from.
  static Secret take(std::span<Byte, size> from) { return Secret(SecretBytes::take(from)); }
  /// Nothing when the length is another one.
  static std::optional<Secret> from(ByteView bytes) {
    if (bytes.size() != size) return std::nullopt;
    return copy_of(bytes.template first<size>());
  }

  Secret(Secret&&) noexcept = default;
  Secret& operator=(Secret&&) noexcept = default;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret() = default;

  std::span<const Byte, size> reveal() const { return bytes_.reveal().template first<size>(); }
  std::span<Byte, size> fill_in() { return bytes_.fill_in().template first<size>(); }
  bool empty() const { return bytes_.empty(); }
  Secret duplicate() const { return copy_of(reveal()); }

  friend bool operator==(const Secret& a, const Secret& b) { return a.bytes_ == b.bytes_; }
  template <class Stream>
  friend Stream& operator<<(Stream&, const Secret&) = delete;

 private:
  explicit Secret(SecretBytes bytes) : bytes_(std::move(bytes)) {}
  SecretBytes bytes_;
};

using Key = Secret<32>;

}  // namespace kulla::crypto
