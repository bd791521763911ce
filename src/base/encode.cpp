#include "base/encode.hpp"

namespace kulla {
namespace {

constexpr std::string_view url_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view standard_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string encode64(ByteView bytes, std::string_view alphabet) {
  std::string text;
  text.reserve((bytes.size() * 4 + 2) / 3);
  std::uint32_t pending = 0;
  unsigned bits = 0;
  for (const auto byte : bytes) {
    pending = pending << 8U | byte;
    bits += 8;
    while (bits >= 6) {
      bits -= 6;
      text += alphabet[pending >> bits & 63U];
    }
  }
  if (bits > 0) text += alphabet[pending << (6 - bits) & 63U];
  return text;
}

std::optional<Bytes> decode64(std::string_view text, std::string_view alphabet) {
  if (text.size() % 4 == 1) return std::nullopt;
  Bytes bytes;
  bytes.reserve(text.size() * 3 / 4);
  std::uint32_t pending = 0;
  unsigned bits = 0;
  for (const char c : text) {
    const auto digit = alphabet.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    pending = pending << 6U | static_cast<std::uint32_t>(digit);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes.push_back(static_cast<Byte>(pending >> bits & 255U));
    }
  }
  if ((pending & ((1U << bits) - 1U)) != 0) return std::nullopt;
  return bytes;
}

}  // namespace

std::string to_hex(ByteView bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const auto byte : bytes) {
    text += digits[byte >> 4U];
    text += digits[byte & 15U];
  }
  return text;
}

std::optional<Bytes> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  Bytes bytes;
  bytes.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = hex_digit(text[i]);
    const int low = hex_digit(text[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes.push_back(static_cast<Byte>(high * 16 + low));
  }
  return bytes;
}

std::string to_base64url(ByteView bytes) { return encode64(bytes, url_alphabet); }
std::optional<Bytes> from_base64url(std::string_view text) { return decode64(text, url_alphabet); }

std::string to_base64(ByteView bytes) {
  auto text = encode64(bytes, standard_alphabet);
  while (text.size() % 4 != 0) text += '=';
  return text;
}

std::optional<Bytes> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
  return decode64(text, standard_alphabet);
}

bool is_utf8(std::string_view text) {
  const auto* at = reinterpret_cast<const Byte*>(text.data());
  const auto* const end = at + text.size();
  const auto follows = [&](int count, Byte low, Byte high) {
    if (end - at <= count || at[1] < low || at[1] > high) return false;
    for (int i = 2; i <= count; ++i)
      if ((at[i] & 0xC0U) != 0x80U) return false;
    at += count + 1;
    return true;
  };
  while (at < end) {
    const Byte lead = *at;
    bool good = false;
    if (lead < 0x80) {
      ++at;
      continue;
    }
    if (lead >= 0xC2 && lead <= 0xDF)
      good = follows(1, 0x80, 0xBF);
    else if (lead == 0xE0)
      good = follows(2, 0xA0, 0xBF);
    else if (lead == 0xED)
      good = follows(2, 0x80, 0x9F);
    else if (lead >= 0xE1 && lead <= 0xEF)
      good = follows(2, 0x80, 0xBF);
    else if (lead == 0xF0)
      good = follows(3, 0x90, 0xBF);
    else if (lead >= 0xF1 && lead <= 0xF3)
      good = follows(3, 0x80, 0xBF);
    else if (lead == 0xF4)
      good = follows(3, 0x80, 0x8F);
    if (!good) return false;
  }
  return true;
}

}  // namespace kulla
