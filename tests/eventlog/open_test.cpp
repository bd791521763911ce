#include "eventlog/open.hpp"

#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>

#include "eventlog/open_json.hpp"
#include "support/shared_data.hpp"

namespace kulla::eventlog {
namespace {

enum class Answer : std::uint8_t { yes, no, unsure };
constexpr std::array<std::string_view, 3> words_of(Answer) { return {"yes", "no", "unsure"}; }

struct Everything {
  NoticeId notice;
  Code party;
  Answer answer = Answer::unsure;
  Instant at;
  Duration span;
  bool first = false;
  Count women;
  std::optional<Reference> reference;
  PublicBytes<32> key;
  std::optional<Count> children;
  std::vector<Code> signs;
  static constexpr auto fields =
      std::tuple{field("notice", &Everything::notice), field("party", &Everything::party),
                 field("answer", &Everything::answer), field("at", &Everything::at),
                 field("span", &Everything::span),     field("first", &Everything::first),
                 field("women", &Everything::women),   field("reference", &Everything::reference),
                 field("key", &Everything::key),       field("children", &Everything::children),
                 field("signs", &Everything::signs)};
};

struct Nothing {
  static constexpr std::tuple<> fields{};
};

struct Plain {
  Reference reference;
  NoticeId notice;
  static constexpr auto fields = std::tuple{field("reference", &Plain::reference), field("notice", &Plain::notice)};
};

struct Swapped {
  NoticeId first;
  NoticeId second;
  static constexpr auto fields = std::tuple{field("second", &Swapped::second), field("first", &Swapped::first)};
};

struct Unlisted {
  NoticeId notice;
  std::string note;
  static constexpr auto fields = std::tuple{field("notice", &Unlisted::notice)};
};
static_assert(WholeOpenStruct<Everything> && WholeOpenStruct<Nothing> && WholeOpenStruct<Plain>);
static_assert(!WholeOpenStruct<Unlisted>, "a member that is no field does not slip through");
static_assert(!OpenValue<std::string> && !OpenValue<std::string_view> && !OpenValue<const char*>);
static_assert(!OpenValue<std::optional<std::string>> && !OpenValue<std::vector<std::string>> && !OpenValue<int>);

Everything sample() {
  Everything open;
  open.notice = *NoticeId::parse("018f6c1e-7d3a-7000-8000-0123456789ab");
  open.party = "prosecutor";
  open.answer = Answer::yes;
  open.at = {1'700'000'000'123'456};
  open.span = minutes(21) + microseconds(7);
  open.first = true;
  open.women = {33};
  SeededChance chance(1);
  open.reference = Reference::make(chance);
  open.key.bytes.fill(0xAB);
  open.signs = {"injuries", "owes-debt"};
  return open;
}

std::string expect_error(std::string_view text) {
  const auto decoded = decode_open<Plain>("case.reported", OpenText::from_log(std::string(text)));
  EXPECT_FALSE(decoded.has_value());
  if (decoded) return {};
  EXPECT_EQ(decoded.error().code, "event-undecodable");
  EXPECT_EQ(decoded.error().kind, ErrorKind::broken);
  return decoded.error().where;
}

TEST(open, is_written_in_the_order_of_its_fields_and_absent_optionals_are_left_out) {
  const auto open = sample();
  EXPECT_EQ(encode_open(open).text(),
            R"({"notice":"018f6c1e-7d3a-7000-8000-0123456789ab","party":"prosecutor","answer":"yes",)"
            R"("at":"2023-11-14T22:13:20.123456Z","span":1260000007,"first":true,"women":33,"reference":")" +
                open.reference->text() + R"(","key":"q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s",)" +
                R"("signs":["injuries","owes-debt"]})");
  EXPECT_EQ(encode_open(Nothing{}).text(), "{}");
}

TEST(open, is_read_back_as_it_was) {
  const auto text = encode_open(sample());
  const auto read = decode_open<Everything>("sample", text);
  ASSERT_TRUE(read.has_value()) << to_line(read.error());
  EXPECT_EQ(encode_open(*read).text(), text.text());
  EXPECT_EQ(read->party, Code("prosecutor"));
  EXPECT_EQ(read->span, minutes(21) + microseconds(7));
  EXPECT_FALSE(read->children.has_value());
  EXPECT_TRUE(decode_open<Nothing>("nothing", OpenText()).has_value());
}

TEST(open, names_type_and_field_of_what_is_missing_unknown_or_of_another_form) {
  SeededChance chance(1);
  const auto reference = Reference::make(chance).text();
  EXPECT_EQ(expect_error(R"({"reference":")" + reference + R"("})"), "case.reported: field notice is missing");
  EXPECT_EQ(expect_error(R"({"reference":"7Q4","notice":"018f6c1e-7d3a-7000-8000-0123456789ab"})"),
            "case.reported: field reference has a value of another form");
  EXPECT_EQ(expect_error(R"({"reference":")" + reference +
                         R"(","notice":"018f6c1e-7d3a-7000-8000-0123456789ab","note":"Ana"})"),
            "case.reported: field note is not a field of this type");
  EXPECT_EQ(expect_error("[]"), "case.reported: the open part is not an object");
  EXPECT_EQ(expect_error("{"), "case.reported: the open part is not JSON");
}

TEST(open, an_unknown_key_that_looks_like_content_is_not_told) {
  SeededChance chance(1);
  const auto where = expect_error(R"({"reference":")" + Reference::make(chance).text() +
                                  R"(","notice":"018f6c1e-7d3a-7000-8000-0123456789ab","Ana Berisha":1})");
  EXPECT_EQ(where, "case.reported: field (odd) is not a field of this type");
}

TEST(open, fields_in_another_order_than_the_members_are_a_bug) { EXPECT_THROW(encode_open(Swapped{}), Bug); }

TEST(vocabulary, finds_its_words_and_no_others) {
  const auto vocabulary = Vocabulary::of_house_data({"prizren", "peja", "prizren"});
  EXPECT_EQ(vocabulary.codes().size(), 2U);
  EXPECT_EQ(vocabulary.find("peja"), Code("peja"));
  EXPECT_FALSE(vocabulary.find("pej").has_value());
  EXPECT_FALSE(vocabulary.find("").has_value());
  EXPECT_THROW(Vocabulary::of_house_data({"Not a code"}), Bug);
}

// The compiler itself is asked: text in an open part must not compile, and the same lines without it must.
bool compiles(const std::string& member, const std::string& type) {
  const test::TemporaryFolder folder;
  const auto source = folder.path() / "open.cpp";
  std::ofstream(source) << "#include \"eventlog/open_json.hpp\"\n"
                        << "struct Open { " << type << " " << member << ";\n"
                        << "  static constexpr auto fields = std::tuple{kulla::eventlog::field(\"" << member
                        << "\", &Open::" << member << ")}; };\n"
                        << "auto written() { return kulla::eventlog::encode_open(Open{}); }\n";
  const auto command = std::string(KULLA_COMPILER) + " -std=c++23 -fsyntax-only -I" +
                       (test::source_dir() / "src").string() + " " + source.string() + " 2>/dev/null";
  return std::system(command.c_str()) == 0;  // NOLINT(cert-env33-c): a fixed command of ours
}

TEST(open, text_does_not_compile) {
  ASSERT_TRUE(compiles("notice", "kulla::NoticeId")) << "the control must compile, or the test shows nothing";
  EXPECT_FALSE(compiles("note", "std::string"));
  EXPECT_FALSE(compiles("note", "const char*"));
  EXPECT_FALSE(compiles("notes", "std::vector<std::string>"));
}

}  // namespace
}  // namespace kulla::eventlog
