#include "base/reference.hpp"

namespace kulla {
namespace {

// ISO 7064, hybrid system MOD M+1,M with M = 27: the check symbol makes the running product come out at 1.
constexpr unsigned modulus = 27;

Byte check_symbol(const ByteArray<7>& symbols) {
  unsigned product = modulus;
  for (std::size_t i = 0; i < 6; ++i) {
    auto sum = (product + symbols[i]) % modulus;
    if (sum == 0) sum = modulus;
    product = sum * 2 % (modulus + 1);
  }
  return static_cast<Byte>((modulus + 1 - product) % modulus);
}

}  // namespace

Reference Reference::make(Chance& chance) {
  ByteArray<7> symbols{};
  for (std::size_t i = 0; i < 6; ++i) symbols[i] = static_cast<Byte>(chance.below(modulus));
  symbols[6] = check_symbol(symbols);
  return Reference(symbols);
}

std::optional<Reference> Reference::parse(std::string_view text) {
  ByteArray<7> symbols{};
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '-' && i == 3) continue;
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    const auto place = alphabet.find(c);
    if (place == std::string_view::npos || count == 7) return std::nullopt;
    symbols[count++] = static_cast<Byte>(place);
  }
  if (count != 7 || symbols[6] != check_symbol(symbols)) return std::nullopt;
  return Reference(symbols);
}

std::string Reference::text() const {
  std::string text;
  for (std::size_t i = 0; i < 7; ++i) {
    if (i == 3) text += '-';
    text += alphabet[symbols_[i]];
  }
  return text;
}

}  // namespace kulla
