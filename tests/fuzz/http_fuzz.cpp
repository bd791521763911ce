// Everything of the http room that reads bytes of strangers: head, chunks, target, cookies and weights, JSON bodies.
// The first byte chooses; each checks what must hold whatever the bytes are.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <variant>

#include <boost/json/value.hpp>

#include "base/encode.hpp"
#include "base/json.hpp"
#include "http/chunked.hpp"
#include "http/decode.hpp"
#include "http/gate.hpp"
#include "http/language.hpp"
#include "http/target.hpp"

namespace {

using namespace kulla;
using namespace kulla::http;

constexpr HeadLimits limits{.header_bytes_max = 16 * 1024, .target_bytes_max = 4 * 1024, .fields_max = 64};

void must(bool holds) {
  if (!holds) std::abort();
}

void read_a_head(std::string_view text) {
  // In two pieces a head is refused no earlier and no later than whole.
  const auto half = text.size() / 2;
  const bool early = check_part(text.substr(0, half), 0, limits) || check_part(text, half, limits);
  must(early == check_part(text, 0, limits).has_value());
  const auto read = read_head(text, limits);
  const auto* head = std::get_if<Head>(&read);
  if (head == nullptr) return;
  must(!early && head->target.starts_with('/') && head->fields.size() <= limits.fields_max);
  must(!(head->chunked && head->content_length));
  must(head->fields.count("Host") == 1 && head->fields.count("Transfer-Encoding") <= 1);
  for (const auto& [name, value] : head->fields)
    must(name.find_first_of("\r\n: ") == std::string::npos && value.find_first_of("\r\n") == std::string::npos);
  (void)read_target(head->target);
}

void read_chunks(std::string_view text) {
  constexpr std::size_t body_bytes_max = 4'096;
  ChunkedReader whole(body_bytes_max);
  ChunkedReader pieces(body_bytes_max);
  std::string body_whole;
  std::string body_pieces;
  const auto used = whole.feed(text, body_whole);
  std::size_t at = 0;
  while (at < text.size() && !pieces.done() && !pieces.stop()) at += pieces.feed(text.substr(at, 1), body_pieces);
  must(used == at && body_whole == body_pieces && body_whole.size() <= body_bytes_max);
  must(whole.done() == pieces.done() && whole.stop().has_value() == pieces.stop().has_value());
}

void read_a_target(std::string_view text) {
  const auto read = read_target(text);
  const auto* target = std::get_if<Target>(&read);
  if (target == nullptr) return;
  for (const auto& segment : target->segments)
    must(is_utf8(segment) && segment != ".." && segment.find('/') == std::string::npos &&
         segment.find('\0') == std::string::npos);
  must(target->query.size() <= query_pairs_max);
}

void read_fields(std::string_view text) {
  Fields fields;
  for (const char* name : {"Cookie", "Accept", "Accept-Encoding", "Accept-Language"}) fields.add(name, text);
  const auto cookie = cookie_of(fields, "__Host-kulla");
  must(!cookie || cookie->find(';') == std::string_view::npos);
  (void)accepts(fields, "application/json");
  const int weight = coding_weight(fields, "br");
  must(weight >= 0 && weight <= 1'000);
  (void)choose_language(fields, Language::en);
}

void read_a_body(std::string_view text) {
  const auto body = strict_parse(text);
  if (!body) return;
  Decoder in(*body);
  const auto note = in.optional_text("note", {.code_points_max = 100, .lines = true});
  must(!note || is_utf8(*note));
  in.required_choice("region", {"prishtina", "prizren"});
  const auto women = in.optional_integer("women", 0, 500);
  must(!women || (*women >= 0 && *women <= 500));
  must(in.choices("signs", {"papers-held", "owes-debt"}, 4).size() <= 2);
  in.optional_instant("at");
  in.optional_id<CaseId>("case");
  in.each("people", 3, [](Decoder& person) {
    person.optional_bool("child");
    person.nested("place", [](Decoder& place) { place.required_text("name"); });
  });
  (void)in.finish();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 5) {
    case 0:
      read_a_head(text);
      break;
    case 1:
      read_chunks(text);
      break;
    case 2:
      read_a_target(text);
      break;
    case 3:
      read_fields(text);
      break;
    case 4:
      read_a_body(text);
      break;
  }
  return 0;
}
