// Six words of 2048: 66 bits that two people can compare by voice, in any language of the house. The words are made of
// syllables that sound apart in Albanian, Serbian and English, so no list of any one language is needed.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "crypto/hash.hpp"

namespace kulla::keys {

using SixWords = std::array<std::string, 6>;

/// The word of a number below 2048: four or five letters, no two alike.
std::string word_of(std::uint32_t index);
/// From the first 66 bits of a hash.
SixWords words_from(const crypto::Hash& hash);

}  // namespace kulla::keys
