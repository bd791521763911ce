#include "crypto/wiping.hpp"

#include <cstddef>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "support/memory_scan.hpp"

namespace kulla::crypto {
namespace {

// Texts are made from their masked form byte by byte, so that no literal of them lies in the program.
WipingString unmasked(const Bytes& hidden) {
  WipingString text;
  for (const auto byte : hidden) text.push_back(static_cast<char>(byte ^ 0x5aU));
  return text;
}

// Invented, masked by hand: "Zamira Q" (8 characters, inside the string's own object) and longer texts.
Bytes hidden_text(std::size_t length, Byte from) {
  Bytes hidden;
  for (std::size_t i = 0; i < length; ++i)
    hidden.push_back(static_cast<Byte>((from + i * 37 + i * i) % 90 + 33) ^ 0x5aU);
  return hidden;
}

TEST(wiping_string, leaves_nothing_whatever_its_length) {
  MEMORY_SCAN_OR_SKIP();
  for (const std::size_t length : {8U, 12U, 15U, 16U, 17U, 40U, 5'000U}) {
    const auto hidden = hidden_text(length, static_cast<Byte>(length));
    {
      const auto text = unmasked(hidden);
      EXPECT_GE(test::times_in_memory(hidden), 1U) << length;
    }
    wipe_stack();
    EXPECT_EQ(test::times_in_memory(hidden), 0U) << length;
  }
}

TEST(wiping_string, leaves_nothing_after_moves_growth_copies_and_assignment) {
  MEMORY_SCAN_OR_SKIP();
  const auto hidden = hidden_text(12, 3);
  {
    auto first = unmasked(hidden);
    WipingString second(std::move(first));
    EXPECT_EQ(second.size(), hidden.size());
    WipingString third(second);
    third.append(200, 'x');  // from inside the object to the heap
    second = std::move(third);
    second = std::string_view("short");
    std::vector<WipingString> many;
    for (int i = 0; i < 20; ++i) many.push_back(unmasked(hidden));
    many.erase(many.begin(), many.begin() + 10);
  }
  wipe_stack();
  EXPECT_EQ(test::times_in_memory(hidden), 0U);
}

// A string's own object, looked at after the string is gone: most names are short enough to be kept in there, where no
// allocator sees them.
class Cell {
 public:
  template <class... Arguments>
  WipingString& make(Arguments&&... arguments) {
    string_ = ::new (bytes_) WipingString(std::forward<Arguments>(arguments)...);
    return *string_;
  }
  void destroy() { string_->~WipingString(); }
  /// Two of the letter beside each other: one alone may be part of an address.
  bool holds_text() const {
    const volatile std::byte* const at = bytes_;
    for (std::size_t i = 1; i < sizeof bytes_; ++i)
      if (at[i - 1] == std::byte{'Q'} && at[i] == std::byte{'Q'}) return true;
    return false;
  }

 private:
  alignas(WipingString) std::byte bytes_[sizeof(WipingString)]{};
  WipingString* string_ = nullptr;
};

TEST(wiping_string, its_own_object_holds_nothing_when_it_goes) {
  for (std::size_t length = 4; length <= 40; ++length) {
    const std::string text(length, 'Q');
    Cell cell;
    cell.make(text);
    EXPECT_EQ(cell.holds_text(), length <= 15) << length << ": the test sees what it is about";
    cell.destroy();
    EXPECT_FALSE(cell.holds_text()) << length;
  }
}

TEST(wiping_string, that_grew_out_of_its_own_object_leaves_nothing_in_it) {
  Cell cell;
  cell.make(std::string(15, 'Q')).append(100, 'x');
  cell.destroy();
  EXPECT_FALSE(cell.holds_text());
}

TEST(wiping_string, moved_from_holds_nothing) {
  Cell from;
  auto& first = from.make(std::string(12, 'Q'));
  const WipingString moved(std::move(first));
  EXPECT_FALSE(from.holds_text()) << "after the move constructor";
  first = std::string_view("QQQQQQQQQQQQ");
  EXPECT_TRUE(from.holds_text());
  WipingString assigned;
  assigned = std::move(first);
  EXPECT_FALSE(from.holds_text()) << "after the move assignment";
  EXPECT_EQ(assigned, moved);
  from.destroy();
}

TEST(wiping_string, assigned_over_keeps_nothing_of_the_old_text_after_a_move) {
  Cell cell;
  auto& text = cell.make(std::string(15, 'Q'));
  text = WipingString("short");
  EXPECT_FALSE(cell.holds_text());
  EXPECT_EQ(text.view(), "short");
  cell.destroy();
}

TEST(wiping_string, behaves_like_a_string) {
  WipingString a("alpha");
  WipingString b;
  b = a;
  EXPECT_EQ(a, b);
  b = std::move(a);
  EXPECT_EQ(b.view(), "alpha");
  auto& same = b;
  b = same;
  b = std::move(same);
  EXPECT_EQ(b.view(), "alpha");
  b += std::string(100, '!');
  EXPECT_EQ(b.size(), 105U);
}

TEST(wiping_bytes, leave_nothing_after_growth) {
  MEMORY_SCAN_OR_SKIP();
  const auto hidden = hidden_text(64, 9);
  {
    WipingBytes bytes;
    for (int round = 0; round < 50; ++round)
      for (const auto byte : hidden) bytes.push_back(byte ^ 0x5aU);
    EXPECT_GE(test::times_in_memory(hidden), 50U);
  }
  EXPECT_EQ(test::times_in_memory(hidden), 0U);
}

TEST(wiping_resource, a_parsed_document_leaves_nothing) {
  MEMORY_SCAN_OR_SKIP();
  namespace json = boost::json;
  const auto hidden = hidden_text(60, 21);
  const auto short_one = hidden_text(10, 50);
  {
    const auto text = unmasked(hidden);
    const auto name = unmasked(short_one);
    json::value document(json::object_kind, json::storage_ptr(wiping_resource()));
    auto& object = document.get_object();
    object["story"].emplace_string().assign(text.data(), text.size());
    auto& names = object["names"].emplace_array();
    for (int i = 0; i < 30; ++i) names.emplace_back("").emplace_string().assign(name.data(), name.size());
    EXPECT_GE(test::times_in_memory(hidden), 2U);
    EXPECT_GE(test::times_in_memory(short_one), 31U);
  }
  wipe_stack();
  EXPECT_EQ(test::times_in_memory(hidden), 0U);
  EXPECT_EQ(test::times_in_memory(short_one), 0U);
}

TEST(memory_scan, finds_what_an_ordinary_string_left_behind) {
  MEMORY_SCAN_OR_SKIP();
  // The control: the same life in std::string must be found, or the tests above could not fail.
  const auto hidden = hidden_text(300, 77);
  {
    std::string text;
    for (const auto byte : hidden) text.push_back(static_cast<char>(byte ^ 0x5aU));
    EXPECT_GE(test::times_in_memory(hidden), 1U);
  }
  Bytes tail(hidden.begin() + 32, hidden.end());  // the heap writes its own links over the first bytes
  EXPECT_GE(test::times_in_memory(tail), 1U);
}

TEST(same_bytes, are_of_one_length_and_equal) {
  EXPECT_TRUE(same_bytes({}, {}));
  EXPECT_TRUE(same_bytes(Bytes{1, 2}, Bytes{1, 2}));
  EXPECT_FALSE(same_bytes(Bytes{1, 2}, Bytes{1, 3}));
  EXPECT_FALSE(same_bytes(Bytes{1, 2}, Bytes{1, 2, 0}));
}

}  // namespace
}  // namespace kulla::crypto
