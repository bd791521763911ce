#include "eventlog/tree.hpp"

#include <bit>
#include <cstring>

#include "crypto/hash.hpp"

namespace kulla::eventlog {
namespace {

Hash node_of(const Hash& left, const Hash& right) {
  static constexpr Byte node_prefix = 0x01;  // RFC 6962, 2.1
  return crypto::sha256({ByteView{&node_prefix, 1}, left, right});
}

}  // namespace

void CompactRange::append(const Hash& leaf) {
  auto hash = leaf;
  // Each set bit at the end of the size is a full subtree that the new leaf completes.
  for (auto size = static_cast<std::uint64_t>(size_); (size & 1U) != 0; size >>= 1U) {
    hash = node_of(peaks_.back(), hash);
    peaks_.pop_back();
  }
  peaks_.push_back(hash);
  ++size_;
}

Hash CompactRange::root() const {
  if (peaks_.empty()) return crypto::sha256(ByteView{});
  auto root = peaks_.back();
  for (auto peak = peaks_.rbegin() + 1; peak != peaks_.rend(); ++peak) root = node_of(*peak, root);
  return root;
}

Bytes CompactRange::peaks() const {
  Bytes bytes;
  for (const auto& peak : peaks_) kulla::append(bytes, peak);
  return bytes;
}

std::optional<CompactRange> CompactRange::from(std::int64_t size, ByteView peaks) {
  if (size < 0) return std::nullopt;
  const auto count = static_cast<std::size_t>(std::popcount(static_cast<std::uint64_t>(size)));
  if (peaks.size() != count * sizeof(Hash)) return std::nullopt;
  CompactRange range;
  range.size_ = size;
  range.peaks_.resize(count);
  for (std::size_t i = 0; i < count; ++i)
    std::memcpy(range.peaks_[i].data(), peaks.data() + i * sizeof(Hash), sizeof(Hash));
  return range;
}

bool verify_inclusion(std::int64_t index, std::int64_t size, const Hash& leaf, std::span<const Hash> proof,
                      const Hash& root) {
  if (index < 0 || size < 0 || index >= size) return false;
  auto node = static_cast<std::uint64_t>(index);
  auto last = static_cast<std::uint64_t>(size - 1);
  auto hash = leaf;
  for (const auto& sibling : proof) {
    if (last == 0) return false;
    if ((node & 1U) != 0 || node == last) {
      hash = node_of(sibling, hash);
      while ((node & 1U) == 0 && node != 0) {
        node >>= 1U;
        last >>= 1U;
      }
    } else {
      hash = node_of(hash, sibling);
    }
    node >>= 1U;
    last >>= 1U;
  }
  return last == 0 && hash == root;
}

bool verify_consistency(std::int64_t old_size, std::int64_t size, const Hash& old_root, const Hash& root,
                        std::span<const Hash> proof) {
  if (old_size < 1 || size < old_size) return false;
  if (old_size == size) return proof.empty() && old_root == root;
  auto node = static_cast<std::uint64_t>(old_size - 1);
  auto last = static_cast<std::uint64_t>(size - 1);
  while ((node & 1U) != 0) {
    node >>= 1U;
    last >>= 1U;
  }
  // A full subtree proves itself: the old root is then the first hash, and is not repeated in the proof.
  const bool whole = std::has_single_bit(static_cast<std::uint64_t>(old_size));
  if (!whole && proof.empty()) return false;
  auto old_hash = whole ? old_root : proof.front();
  auto hash = old_hash;
  for (const auto& sibling : proof.subspan(whole ? 0 : 1)) {
    if (last == 0) return false;
    if ((node & 1U) != 0 || node == last) {
      old_hash = node_of(sibling, old_hash);
      hash = node_of(sibling, hash);
      while ((node & 1U) == 0 && node != 0) {
        node >>= 1U;
        last >>= 1U;
      }
    } else {
      hash = node_of(hash, sibling);
    }
    node >>= 1U;
    last >>= 1U;
  }
  return last == 0 && old_hash == old_root && hash == root;
}

}  // namespace kulla::eventlog
