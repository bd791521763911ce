#include "cases/sections.hpp"

#include <boost/json.hpp>

#include "base/json.hpp"
#include "casefile/tables.hpp"
#include "crypto/wiping.hpp"

namespace kulla::cases {
namespace {

namespace json = boost::json;
constexpr std::size_t handle_characters_max = 40;

/// The first so many code points of UTF-8.
std::string first_characters(const std::string& text, std::size_t count) {
  std::size_t at = 0;
  for (std::size_t seen = 0; at < text.size() && seen < count; ++seen) {
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
  }
  return text.substr(0, at);
}

std::string counted(const Cases& cases, http::Language language, const json::object& counts) {
  std::string text;
  using Who = std::pair<const char*, const char*>;  // a count's field, and its words
  for (const auto& [who, words] : {Who{"women", "handle.women"}, Who{"men", "handle.men"},
                                   Who{"children", "handle.children"}, Who{"unsure", "handle.unsure"}}) {
    const auto* value = counts.if_contains(who);
    if (value == nullptr || !value->is_int64() || value->get_int64() == 0) continue;
    if (!text.empty()) text += ", ";
    text += cases.say(language, words, {{"count", std::to_string(value->get_int64())}});
  }
  return text;
}

}  // namespace

Result<std::optional<StoredSection>> section_now(const eventlog::Snapshot& snapshot, StreamId stream,
                                                 std::string_view name) {
  const auto row = TRY(snapshot.get(casefile::section_current_table, {stream.to_bytes(), std::string(name)}));
  if (!row) return std::nullopt;
  const auto data_key = DataKeyId::from_bytes(std::get<Bytes>(row->at(6)));
  if (!data_key) return fail(ErrorKind::broken, "row-damaged", "section_current");
  return StoredSection{
      .stream = stream,
      .version = std::get<std::int64_t>(row->at(3)),
      .type = std::get<std::string>(row->at(4)),
      .type_version = static_cast<int>(std::get<std::int64_t>(row->at(5))),
      .section = {.name = std::string(name), .data_key = *data_key, .cipher = std::get<Bytes>(row->at(7)), .hash = {}}};
}

std::string handle_of(const Cases& cases, http::Language language, std::string_view body, std::string_view coded) {
  const json::storage_ptr memory(crypto::wiping_resource());
  const auto counts = strict_parse(coded, memory);
  const auto words = strict_parse(body, memory);
  std::string text;
  if (counts && counts->is_object())
    if (const auto* object = counts->get_object().if_contains("counts"); object != nullptr && object->is_object())
      text = counted(cases, language, object->get_object());
  if (words && words->is_object())
    if (const auto* place = words->get_object().if_contains("place");
        place != nullptr && place->is_string() && !place->get_string().empty())
      text += ", " + std::string(place->get_string());
  return first_characters(text, handle_characters_max);
}

}  // namespace kulla::cases
