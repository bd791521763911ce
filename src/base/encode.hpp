// Bytes as text: lower-case hex, and base64url without padding (RFC 4648, section 5).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace kulla {

std::string to_hex(ByteView bytes);
/// Nothing for an odd length or a character that is not hex. Upper case is accepted.
std::optional<Bytes> from_hex(std::string_view text);
std::string to_base64url(ByteView bytes);
/// Strict: no padding, no white space, no set bits after the last byte.
std::optional<Bytes> from_base64url(std::string_view text);
/// Standard base64 with padding, as C2SP signed notes use it.
std::string to_base64(ByteView bytes);
std::optional<Bytes> from_base64(std::string_view text);
/// Is this whole text UTF-8 as RFC 3629 has it: shortest form, no surrogates, nothing above U+10FFFF?
bool is_utf8(std::string_view text);

}  // namespace kulla
