// The Merkle tree of RFC 6962, section 2.1, over the log's leaves: its head grows with each event, and proofs of others
// are checked. The head needs no more than the roots of its full subtrees, at most 63 hashes: a compact range.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "eventlog/event.hpp"

namespace kulla::eventlog {

class CompactRange {
 public:
  CompactRange() = default;
  void append(const Hash& leaf);
  std::int64_t size() const { return size_; }
  /// The tree's head; of no leaves, SHA-256 of nothing.
  Hash root() const;

  /// As kept in `log_head`: the peaks, largest subtree first.
  Bytes peaks() const;
  /// Nothing when the number of peaks is not that of a tree of `size` leaves.
  static std::optional<CompactRange> from(std::int64_t size, ByteView peaks);
  bool operator==(const CompactRange&) const = default;

 private:
  std::int64_t size_ = 0;
  std::vector<Hash> peaks_;  // largest first
};

/// RFC 9162, 2.1.3.2: is `leaf` the leaf with this index (from 0) of the tree of `size` leaves?
[[nodiscard]] bool verify_inclusion(std::int64_t index, std::int64_t size, const Hash& leaf,
                                    std::span<const Hash> proof, const Hash& root);
/// RFC 9162, 2.1.4.2: is the tree of `old_size` leaves a beginning of the one of `size` leaves? Never for a tree of no
/// leaves: it begins every tree, so a proof of it says nothing.
[[nodiscard]] bool verify_consistency(std::int64_t old_size, std::int64_t size, const Hash& old_root, const Hash& root,
                                      std::span<const Hash> proof);

}  // namespace kulla::eventlog
