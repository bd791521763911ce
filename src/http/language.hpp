// The languages that the house has catalogues for, and which of them a reader asked for.
#pragma once

#include <cstdint>
#include <string_view>

#include "http/fields.hpp"

namespace kulla::http {

enum class Language : std::uint8_t { en, sq };

std::string_view code_of(Language language);
/// By Accept-Language (RFC 9110, 12.5.4; "sq-XK" counts as sq); `house` where it asks for nothing we have.
Language choose_language(const Fields& fields, Language house);

}  // namespace kulla::http
