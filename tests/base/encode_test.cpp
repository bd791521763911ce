#include "base/encode.hpp"

#include <gtest/gtest.h>

#include "base/chance.hpp"
#include "support/seed.hpp"

namespace kulla {
namespace {

TEST(encode, bytes_survive_every_alphabet) {
  SeededChance chance(test::seed());
  for (std::size_t size = 0; size < 70; ++size) {
    Bytes bytes(size);
    chance.fill(bytes);
    EXPECT_EQ(from_hex(to_hex(bytes)), bytes);
    EXPECT_EQ(from_base64url(to_base64url(bytes)), bytes);
    EXPECT_EQ(from_base64(to_base64(bytes)), bytes);
  }
}

TEST(encode, rfc_4648_values_hold) {
  EXPECT_EQ(to_base64(bytes_of("foobar")), "Zm9vYmFy");
  EXPECT_EQ(to_base64(bytes_of("fooba")), "Zm9vYmE=");
  EXPECT_EQ(to_base64url(ByteArray<2>{0xFB, 0xFF}), "-_8");
}

TEST(encode, loose_forms_are_refused) {
  for (const auto* text : {"Zg==", "Z", "Zh", "Zm9v YmFy", "Zm9v+mFy"}) EXPECT_FALSE(from_base64url(text)) << text;
  for (const auto* text : {"Zg", "Zg=", "Zh==", "====", "Z==="}) EXPECT_FALSE(from_base64(text)) << text;
  for (const auto* text : {"a", "0g", "zz"}) EXPECT_FALSE(from_hex(text)) << text;
}

TEST(encode, utf8_is_the_shortest_form_without_surrogates) {
  EXPECT_TRUE(is_utf8("Prishtinë Приштина \xF0\x9F\x8F\xA0"));
  for (const std::string_view text :
       {"\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82", "\x80", "\xFF", "\xF8\x88\x80\x80\x80"})
    EXPECT_FALSE(is_utf8(text));
}

}  // namespace
}  // namespace kulla
