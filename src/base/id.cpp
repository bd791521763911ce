#include "base/id.hpp"

#include "base/encode.hpp"

namespace kulla {

ByteArray<16> make_uuid7(Instant at, Chance& chance) {
  ByteArray<16> bytes{};
  chance.fill(bytes);
  const auto millis = static_cast<std::uint64_t>(at.micros / 1'000);
  for (unsigned i = 0; i < 6; ++i) bytes[i] = static_cast<Byte>(millis >> (40U - 8U * i));
  bytes[6] = static_cast<Byte>(0x70U | (bytes[6] & 0x0FU));
  bytes[8] = static_cast<Byte>(0x80U | (bytes[8] & 0x3FU));
  return bytes;
}

std::string uuid_to_text(const ByteArray<16>& bytes) {
  auto text = to_hex(bytes);
  for (const std::size_t at : {8U, 13U, 18U, 23U}) text.insert(at, "-");
  return text;
}

std::optional<ByteArray<16>> uuid_from_text(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  std::string digits;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    if (hyphen != (text[i] == '-')) return std::nullopt;
    if (!hyphen) digits += text[i];
  }
  const auto bytes = from_hex(digits);
  if (!bytes) return std::nullopt;
  ByteArray<16> id{};
  std::memcpy(id.data(), bytes->data(), 16);
  return id;
}

}  // namespace kulla
