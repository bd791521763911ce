// Reading a body field by field: every finding at once, each with its place, none with what a person typed.
#include "http/decode.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "base/encode.hpp"
#include "base/json.hpp"
#include "support/shared_data.hpp"

namespace kulla::http {
namespace {

using namespace std::string_view_literals;

// "code pointer fact=value; ..." of all findings that `read` leaves.
std::string findings(std::string_view text, const std::function<void(Decoder&)>& read) {
  const auto body = strict_parse(text).value();
  Decoder in(body);
  read(in);
  const auto answer = in.finish();
  if (answer) return "";
  EXPECT_EQ(answer.error().kind, ErrorKind::malformed);
  EXPECT_EQ(answer.error().code, "body-invalid");
  std::string line;
  for (const auto& finding : answer.error().findings) {
    if (!line.empty()) line += "; ";
    line += finding.code + " " + finding.pointer;
    for (const auto& [name, value] : finding.facts) line.append(" ").append(name).append("=").append(value);
  }
  return line;
}

void read_report(Decoder& in) {
  in.required_choice("region", {"prishtina", "prizren", "peja"});
  in.optional_integer("women", 0, 500);
  in.optional_choice("danger", {"yes", "no", "unknown"});
  in.choices("signs", {"papers-held", "owes-debt"}, 2);
  in.optional_bool("about");
  in.optional_text("note", {.code_points_max = 5, .lines = true});
}

TEST(decode, a_good_body_leaves_no_finding_and_gives_its_values) {
  const auto body = strict_parse(R"({"region":"peja","women":2,"signs":["owes-debt"],"at":"2026-11-25T00:52:10Z",
      "notice":"0190aaaa-bbbb-7ccc-8ddd-eeeeffff0001","note":"ë\n1","none":null,
      "people":[{"age":20},{"age":30}],"place":{"name":"x"}})")
                        .value();
  Decoder in(body);
  EXPECT_EQ(in.required_choice("region", {"prishtina", "peja"}), "peja");
  EXPECT_EQ(in.required_integer("women", 0, 500), 2);
  EXPECT_EQ(in.choices("signs", {"papers-held", "owes-debt"}, 2), std::vector<std::string>{"owes-debt"});
  EXPECT_EQ(to_rfc3339(in.required_instant("at")), "2026-11-25T00:52:10Z");
  EXPECT_EQ(in.required_id<NoticeId>("notice").text(), "0190aaaa-bbbb-7ccc-8ddd-eeeeffff0001");
  EXPECT_EQ(in.required_text("note", {.lines = true}), "ë\n1");
  EXPECT_EQ(in.optional_text("none"), std::nullopt);
  std::int64_t years = 0;
  in.each("people", 2, [&](Decoder& person) { years += person.required_integer("age", 0, 120); });
  EXPECT_EQ(years, 50);
  EXPECT_TRUE(in.nested("place", [](Decoder& place) { EXPECT_EQ(place.required_text("name"), "x"); }));
  EXPECT_FALSE(in.nested("elsewhere", [](Decoder&) { FAIL(); }));
  EXPECT_TRUE(in.finish());
}

TEST(decode, all_findings_of_a_body_are_told_at_once) {
  EXPECT_EQ(
      findings(R"({"women":501,"danger":"yse","signs":["owes-debt","owes-debt"],"about":1,"note":"123456","nots":1})",
               read_report),
      "missing /region; out-of-range /women min=0 max=500; unknown-code /danger did_you_mean=yes; "
      "item-twice /signs/1; not-a-boolean /about; text-too-long /note max=5; unknown-field /nots did_you_mean=note");
}

TEST(decode, each_wrong_type_is_its_own_finding) {
  EXPECT_EQ(findings("[]", read_report), "not-an-object ");
  EXPECT_EQ(findings(R"({"region":7})", read_report), "not-a-text /region");
  EXPECT_EQ(findings(R"({"region":"peja","women":"2"})", read_report), "not-an-integer /women");
  EXPECT_EQ(findings(R"({"region":"peja","women":2.0})", read_report), "not-an-integer /women");
  EXPECT_EQ(findings(R"({"region":"peja","women":18446744073709551615})", read_report),
            "out-of-range /women min=0 max=500");
  EXPECT_EQ(findings(R"({"region":"peja","signs":"owes-debt"})", read_report), "not-a-list /signs");
  EXPECT_EQ(findings(R"({"region":"peja","signs":["a","b","c"]})", read_report), "too-many-items /signs max=2");
  EXPECT_EQ(findings(R"({"region":"peja","signs":[7,"paper-held"]})", read_report),
            "not-a-text /signs/0; unknown-code /signs/1 did_you_mean=papers-held");
  const auto ids = [](Decoder& in) {
    in.required_instant("at");
    in.required_id<CaseId>("case");
    in.required_bool("sure");
    in.required_text("name");
  };
  EXPECT_EQ(findings(R"({"at":"2026-02-30T00:00:00Z","case":"7","sure":null,"name":"  "})", ids),
            "not-a-time /at; not-an-id /case; missing /sure; missing /name");
}

TEST(decode, ranges_hold_at_their_ends) {
  const auto count = [](Decoder& in) { in.required_integer("n", 1, 9); };
  EXPECT_EQ(findings(R"({"n":1})", count), "");
  EXPECT_EQ(findings(R"({"n":9})", count), "");
  EXPECT_EQ(findings(R"({"n":0})", count), "out-of-range /n min=1 max=9");
  EXPECT_EQ(findings(R"({"n":10})", count), "out-of-range /n min=1 max=9");
  const auto text = [](Decoder& in) { in.required_text("t", {.code_points_max = 3}); };
  EXPECT_EQ(findings(R"({"t":"ëëë"})", text), "");
  EXPECT_EQ(findings(R"({"t":"ëëëë"})", text), "text-too-long /t max=3");
}

TEST(decode, a_nested_unknown_field_is_found_with_its_whole_pointer) {
  const auto read = [](Decoder& in) {
    in.each("people", 3, [](Decoder& person) { person.optional_integer("age", 0, 120); });
    in.nested("place", [](Decoder& place) { place.optional_text("street"); });
  };
  EXPECT_EQ(findings(R"({"people":[{"age":1},{"agee":2}],"place":{"streat":"x"}})", read),
            "unknown-field /people/1/agee did_you_mean=age; unknown-field /place/streat did_you_mean=street");
  EXPECT_EQ(findings(R"({"people":[7]})", read), "not-an-object /people/0");
}

TEST(decode, what_a_person_typed_is_in_no_finding) {
  const auto found = findings(
      R"({"region":"Arta Invented","Arta Invented lives here":1,"note":"Arta","signs":["Arta Invented"],"women":"Arta"})",
      read_report);
  EXPECT_EQ(found.find("Arta"), std::string::npos) << found;
  EXPECT_TRUE(found.ends_with("; unknown-field ")) << found;  // no name in the pointer
}

TEST(decode, a_pointer_escapes_what_rfc_6901_escapes) {
  EXPECT_EQ(findings("{}", [](Decoder& in) { in.required_bool("a/b~c"); }), "missing /a~1b~0c");
}

TEST(decode, control_characters_and_unseen_ones_are_refused_with_their_place) {
  EXPECT_EQ(text_fault("a\nb", {})->code, "text-control");
  EXPECT_FALSE(text_fault("a\nb", {.lines = true}));
  EXPECT_EQ(text_fault("a\tb", {.lines = true})->code, "text-control");
  EXPECT_EQ(text_fault("a\0b"sv, {})->position, 2U);
  EXPECT_EQ(text_fault("\x7f", {})->code, "text-control");
  EXPECT_EQ(text_fault("\u0085", {})->code, "text-control");
  EXPECT_EQ(text_fault("Dr\u202eita", {})->code_point, U'\u202e');
  for (const auto* name : {"Đorđević", "Ђорђевић", "Çlirim Gjëçaj", "Їжак", "O’Neil-Smith", "Müller", "Ștefăniță"})
    EXPECT_FALSE(text_fault(name, {})) << name;
  EXPECT_EQ(findings(R"({"t":"a\u0000b"})", [](Decoder& in) { in.optional_text("t"); }),
            "text-control /t code_point=U+0000 position=2");
}

TEST(decode, the_shared_evil_characters_are_refused) {
  const auto path = SHARED_DATA_OR_SKIP("bad-input/unicode/evil.tsv");
  const auto text = kulla::test::read_file(path);
  int controls = 0;
  int lengths = 0;
  for (std::size_t from = 0; from < text.size();) {
    const auto end = std::min(text.find('\n', from), text.size());
    const auto line = text.substr(from, end - from);
    from = end + 1;
    const auto first = line.find('\t');
    const auto second = line.find('\t', first + 1);
    const auto third = line.find('\t', second + 1);
    if (third == std::string::npos) continue;
    const auto kind = line.substr(0, first);
    const auto bytes = from_hex(line.substr(second + 1, third - second - 1));
    if (!bytes || (kind != "control" && kind != "length")) continue;
    const auto fault = text_fault(std::string(bytes->begin(), bytes->end()), {.code_points_max = 200});
    EXPECT_TRUE(fault) << line.substr(0, 60);
    ++(kind == "control" ? controls : lengths);
  }
  EXPECT_EQ(controls, 32);
  EXPECT_EQ(lengths, 2);
}

}  // namespace
}  // namespace kulla::http
