#include "eventlog/note.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "base/encode.hpp"
#include "base/json.hpp"
#include "support/shared_data.hpp"

namespace kulla::eventlog {
namespace {

std::string text_at(const boost::json::object& object, std::string_view name) {
  return std::string(object.at(name).as_string());
}

TEST(note, gives_the_verdict_of_each_note_that_another_program_made) {
  const auto path = SHARED_DATA_OR_SKIP("vectors/tlog-own/notes.json");
  const auto all = strict_parse(test::read_file(path)).value().as_object();
  const auto log = NoteVerifier::parse(text_at(all, "log_vkey")).value();
  int accepted = 0;
  int rejected = 0;
  for (const auto& one : all.at("notes").as_array()) {
    const auto& given = one.as_object();
    const bool wanted = text_at(given, "wanted") == "accept";
    EXPECT_EQ(open_checkpoint(text_at(given, "note"), log).has_value(), wanted) << text_at(given, "name");
    ++(wanted ? accepted : rejected);
  }
  EXPECT_EQ(accepted, 3);
  EXPECT_EQ(rejected, 12);
}

TEST(note, is_signed_byte_for_byte_as_another_program_signs_it) {
  const auto path = SHARED_DATA_OR_SKIP("vectors/tlog-own/notes.json");
  const auto all = strict_parse(test::read_file(path)).value().as_object();
  const auto seed = from_hex(text_at(all, "log_seed_hex")).value();
  const auto secret = crypto::SignSecret::from(*crypto::Key::from(seed));
  const auto log = NoteVerifier::of("kulla.example/exam", secret.public_key()).value();
  EXPECT_EQ(log.text(), text_at(all, "log_vkey"));
  const auto theirs = text_at(all.at("notes").as_array()[1].as_object(), "note");  // "log only"
  const auto checkpoint = open_checkpoint(theirs, log).value();
  EXPECT_EQ(checkpoint.size, 600);
  EXPECT_EQ(sign_note(checkpoint_text(checkpoint), log, secret), theirs);
}

TEST(note, of_a_public_sample_log_is_accepted_at_each_size) {
  const auto folder = SHARED_DATA_OR_SKIP("vectors/tlog-tiles-sample");
  auto key = test::read_file(folder / "log.vkey");
  while (!key.empty() && key.back() == '\n') key.pop_back();
  const auto log = NoteVerifier::parse(key).value();
  int ran = 0;
  for (int size = 1; size <= 15; ++size) {
    const auto checkpoint = open_checkpoint(test::read_file(folder / ("checkpoint." + std::to_string(size))), log);
    ASSERT_TRUE(checkpoint.has_value()) << size << ": " << to_line(checkpoint.error());
    EXPECT_EQ(checkpoint->size, size);
    ++ran;
  }
  EXPECT_EQ(ran, 15);
}

TEST(note, a_verifier_key_with_another_id_name_or_type_is_refused) {
  SeededChance chance(3);
  const auto secret = crypto::SignSecret::generate(chance);
  const auto good = NoteVerifier::of("kulla.example/house", secret.public_key()).value().text();
  EXPECT_TRUE(NoteVerifier::parse(good).has_value());
  EXPECT_FALSE(NoteVerifier::parse("x" + good).has_value());
  EXPECT_FALSE(NoteVerifier::parse(good + "A").has_value());
  EXPECT_FALSE(NoteVerifier::parse("").has_value());
  EXPECT_FALSE(NoteVerifier::of("two words", secret.public_key()).has_value());
  EXPECT_FALSE(NoteVerifier::of("a+b", secret.public_key()).has_value());
}

TEST(note, any_flipped_bit_of_text_or_signature_is_noticed) {
  SeededChance chance(4);
  const auto secret = crypto::SignSecret::generate(chance);
  const auto log = NoteVerifier::of("kulla.example/house", secret.public_key()).value();
  const auto note = sign_note(checkpoint_text({"kulla.example/house", 7, Hash{}}), log, secret);
  ASSERT_TRUE(open_checkpoint(note, log).has_value());
  for (std::size_t at = 0; at < note.size(); ++at)
    for (unsigned bit = 0; bit < 8; ++bit) {
      auto changed = note;
      changed[at] = static_cast<char>(static_cast<unsigned char>(changed[at]) ^ (1U << bit));
      EXPECT_FALSE(open_checkpoint(changed, log).has_value()) << "byte " << at << " bit " << bit;
    }
}

}  // namespace
}  // namespace kulla::eventlog
