#include "crypto/secret.hpp"

#include <iosfwd>
#include <sstream>
#include <type_traits>

#include <gtest/gtest.h>

#include "crypto/chance.hpp"
#include "crypto/password.hpp"
#include "crypto/sign.hpp"
#include "support/memory_scan.hpp"
#include "support/seed.hpp"

namespace kulla::crypto {
namespace {

template <class T>
concept Printable = requires(std::ostream& out, const T& value) { out << value; };
template <class T>
concept ConvertsToBytes =
    std::is_convertible_v<const T&, ByteView> || std::is_convertible_v<const T&, std::string_view>;
template <class T>
concept Ordered = requires(const T& a, const T& b) { a < b; };

template <class T>
constexpr bool keeps_its_secret =
    !std::is_copy_constructible_v<T> && !std::is_copy_assignable_v<T> && std::is_nothrow_move_constructible_v<T> &&
    std::is_nothrow_move_assignable_v<T> && !Printable<T> && !ConvertsToBytes<T> && !Ordered<T> &&
    !std::is_default_constructible_v<T> && !std::is_aggregate_v<T>;
static_assert(keeps_its_secret<Secret<32>>);
static_assert(keeps_its_secret<Secret<64>>);
static_assert(keeps_its_secret<SecretBytes>);
static_assert(keeps_its_secret<SignSecret>);
static_assert(!std::is_copy_constructible_v<PasswordKeys>);
static_assert(Printable<int> && ConvertsToBytes<Bytes>, "the checks above can tell the difference");
static_assert(!std::is_same_v<Secret<32>, Secret<64>> && !std::is_convertible_v<Secret<64>, Secret<32>>);

// A secret's bytes as they lie in the arena, seen after the secret is gone: slabs stay mapped.
struct Remains {
  const volatile Byte* at;
  std::size_t size;
  bool wiped() const {
    for (std::size_t i = 0; i < size; ++i)
      if (at[i] != 0) return false;
    return true;
  }
};
template <class T>
Remains remains_of(const T& secret) {
  return {secret.reveal().data(), secret.reveal().size()};
}

TEST(secret, is_wiped_when_it_goes) {
  SystemChance chance;
  Remains key{};
  Remains bytes{};
  {
    const auto secret = Secret<32>::random(chance);
    const auto longer = SecretBytes::random(100, chance);
    key = remains_of(secret);
    bytes = remains_of(longer);
    EXPECT_FALSE(key.wiped());
    EXPECT_FALSE(bytes.wiped());
  }
  EXPECT_TRUE(key.wiped());
  EXPECT_TRUE(bytes.wiped());
}

TEST(secret, is_wiped_when_another_is_moved_into_its_place) {
  SystemChance chance;
  auto first = Secret<32>::random(chance);
  auto second = Secret<32>::random(chance);
  const auto expected = second.duplicate();
  const auto old = remains_of(first);
  first = std::move(second);
  EXPECT_TRUE(old.wiped());
  EXPECT_TRUE(first == expected);
  EXPECT_TRUE(second.empty());
}

TEST(secret, moved_to_itself_stays) {
  SystemChance chance;
  auto secret = Secret<32>::random(chance);
  const auto expected = secret.duplicate();
  auto& same = secret;
  secret = std::move(same);
  EXPECT_TRUE(secret == expected);
}

TEST(secret, moving_copies_no_byte) {
  SystemChance chance;
  auto secret = Secret<32>::random(chance);
  const auto* const where = secret.reveal().data();
  const auto moved = std::move(secret);
  EXPECT_EQ(moved.reveal().data(), where);
}

TEST(secret, taking_bytes_wipes_where_they_came_from) {
  ByteArray<32> source;
  source.fill(7);
  const auto secret = Secret<32>::take(source);
  EXPECT_EQ(source, ByteArray<32>{});
  EXPECT_EQ(secret.reveal()[31], 7);
}

TEST(secret, of_another_length_is_nothing) {
  EXPECT_FALSE(Secret<32>::from(Bytes(31)));
  EXPECT_FALSE(Secret<32>::from(Bytes(33)));
  EXPECT_TRUE(Secret<32>::from(Bytes(32)));
}

TEST(secret, equals_only_the_same_bytes) {
  SeededChance chance(test::seed());
  auto a = Secret<32>::random(chance);
  for (std::size_t bit = 0; bit < 256; ++bit) {
    auto b = a.duplicate();
    EXPECT_TRUE(a == b);
    b.fill_in()[bit / 8] ^= static_cast<Byte>(1U << bit % 8);
    EXPECT_FALSE(a == b) << bit;
  }
  EXPECT_FALSE(SecretBytes::zeroed(4) == SecretBytes::zeroed(5));
}

TEST(secret, leaves_no_trace_in_the_memory_of_the_process) {
  MEMORY_SCAN_OR_SKIP();
  SystemChance chance;
  Bytes hidden;
  {
    auto key = Secret<32>::random(chance);
    hidden = test::masked(key.reveal());
    EXPECT_EQ(test::times_in_memory(hidden), 1U);
    const auto moved = std::move(key);
    const auto second = moved.duplicate();
    EXPECT_EQ(test::times_in_memory(hidden), 2U);
  }
  EXPECT_EQ(test::times_in_memory(hidden), 0U);
}

TEST(secret_death, moved_from_is_not_looked_at) {
  auto secret = Secret<32>::zeroed();
  const auto moved = std::move(secret);
  EXPECT_DEATH(static_cast<void>(secret.reveal()), "moved-from");
}

TEST(system_chance, does_not_repeat_itself) {
  SystemChance chance;
  EXPECT_FALSE(Secret<32>::random(chance) == Secret<32>::random(chance));
}

}  // namespace
}  // namespace kulla::crypto
