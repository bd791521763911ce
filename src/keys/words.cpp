#include "keys/words.hpp"

namespace kulla::keys {

namespace {
// 11 bits: eight beginnings, four vowels, eight middles, eight endings. Sounds that the house's languages share and
// that a telephone keeps apart: of b and p, d and t, g and k, v and f only one each.
constexpr std::string_view beginnings = "bdfklmrz";
constexpr std::string_view vowels = "aeio";
constexpr std::string_view middles = "bdklmnrs";
constexpr std::array<std::string_view, 8> endings = {"a", "o", "i", "ek", "an", "or", "is", "ul"};
}  // namespace

std::string word_of(std::uint32_t index) {
  std::string word;
  word += beginnings[index >> 8U & 7U];
  word += vowels[index >> 6U & 3U];
  word += middles[index >> 3U & 7U];
  word += endings[index & 7U];
  return word;
}

SixWords words_from(const crypto::Hash& hash) {
  SixWords words;
  std::size_t bit = 0;
  for (auto& word : words) {
    std::uint32_t index = 0;
    for (int i = 0; i < 11; ++i, ++bit)
      index = index << 1U | (static_cast<unsigned>(hash[bit / 8]) >> (7U - bit % 8U) & 1U);
    word = word_of(index);
  }
  return words;
}

}  // namespace kulla::keys
