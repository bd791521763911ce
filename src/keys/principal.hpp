// Who can hold keys: an account (a person or a machine), or a group (a regional unit, an office, a shelter's staff).
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <string_view>

#include "base/id.hpp"
#include "eventlog/event.hpp"

namespace kulla::keys {

enum class PrincipalKind : std::uint8_t { account, group };
constexpr std::array<std::string_view, 2> words_of(PrincipalKind) { return {"account", "group"}; }

struct Principal {
  PrincipalKind kind = PrincipalKind::account;
  ByteArray<16> id{};

  Principal() = default;
  Principal(AccountId account) : kind(PrincipalKind::account), id(account.bytes) {}  // NOLINT: an account is one
  Principal(GroupId group) : kind(PrincipalKind::group), id(group.bytes) {}          // NOLINT: a group is one
  auto operator<=>(const Principal&) const = default;
  /// A principal's statements and memberships stand in the stream of its own id.
  StreamId stream() const { return {id}; }
  AccountId account() const { return {id}; }
  GroupId group() const { return {id}; }
};

/// The how-manieth key pair of a principal, from 1.
using Epoch = std::int32_t;

/// What a function of this room asks the caller to put into one Batch: all of it or nothing.
struct KeyChange {
  std::vector<eventlog::Expectation> expect;  // merge with the batch's own; one stream once
  std::vector<eventlog::NewEvent> events;
  std::vector<eventlog::TableWrite> rows;

  /// Appends to the batch; an expectation that is there already is kept when it is equal, and is a bug otherwise.
  /// Sets `batch.project` to also keep key_statement when an event of this change states or ends a key.
  void add_to(eventlog::Batch& batch) &&;
};

}  // namespace kulla::keys

template <>
struct std::hash<kulla::keys::Principal> {
  std::size_t operator()(const kulla::keys::Principal& who) const noexcept {
    return std::hash<kulla::StreamId>{}(who.stream());
  }
};
