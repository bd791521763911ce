#include "eventlog/tree.hpp"

#include <filesystem>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "base/encode.hpp"
#include "base/json.hpp"
#include "crypto/hash.hpp"
#include "eventlog/entry.hpp"
#include "support/shared_data.hpp"

namespace kulla::eventlog {
namespace {

namespace json = boost::json;

std::optional<Hash> hash_from(const std::optional<Bytes>& bytes) {
  if (!bytes || bytes->size() != 32) return std::nullopt;
  Hash hash;
  std::copy(bytes->begin(), bytes->end(), hash.begin());
  return hash;
}
/// A root of another length (the vectors have "dont care") is stood in for by its hash: equal stays equal.
Hash from_base64_field(const json::value& value) {
  const auto bytes = from_base64(std::string(value.as_string())).value();
  return hash_from(bytes).value_or(crypto::sha256({bytes_of("no hash"), bytes}));
}
Hash from_hex_field(const json::value& value) { return hash_from(from_hex(std::string(value.as_string()))).value(); }

std::int64_t number_in(const json::value& value) {
  return value.is_uint64() ? static_cast<std::int64_t>(value.as_uint64()) : value.to_number<std::int64_t>();
}

std::vector<Hash> base64_hashes(const json::value& list) {
  std::vector<Hash> hashes;
  if (list.is_null()) return hashes;
  for (const auto& one : list.as_array()) hashes.push_back(from_base64_field(one));
  return hashes;
}

bool inclusion_verdict(const json::object& given) {
  if (given.at("root").as_string().empty()) return false;  // no hash at all: it does not fit the type
  return verify_inclusion(number_in(given.at("leafIdx")), number_in(given.at("treeSize")),
                          from_base64_field(given.at("leafHash")), base64_hashes(given.at("proof")),
                          from_base64_field(given.at("root")));
}
bool consistency_verdict(const json::object& given) {
  return verify_consistency(number_in(given.at("size1")), number_in(given.at("size2")),
                            from_base64_field(given.at("root1")), from_base64_field(given.at("root2")),
                            base64_hashes(given.at("proof")));
}

json::value json_of(const std::filesystem::path& path) { return strict_parse(test::read_file(path)).value(); }

TEST(tree, gives_the_verdict_of_each_published_proof) {
  const auto folder = SHARED_DATA_OR_SKIP("vectors/merkle");
  int passed = 0;
  int failed = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    const auto given = json_of(entry.path()).as_object();
    const bool wanted = !given.at("wantErr").as_bool();
    const bool verdict = given.contains("leafIdx") ? inclusion_verdict(given) : consistency_verdict(given);
    EXPECT_EQ(verdict, wanted) << entry.path();
    ++(wanted ? passed : failed);
  }
  EXPECT_EQ(passed, 12);
  EXPECT_EQ(failed, 184);
}

TEST(tree, checks_the_proofs_of_another_program) {
  const auto proofs = json_of(SHARED_DATA_OR_SKIP("vectors/tlog-own/proofs.json")).as_array();
  int ran = 0;
  for (const auto& value : proofs) {
    const auto& given = value.as_object();
    std::vector<Hash> path;
    for (const auto& hash : given.at("path_hex").as_array()) path.push_back(from_hex_field(hash));
    const auto size = given.at("size").to_number<std::int64_t>();
    const auto at = given.at("index_or_old_size").to_number<std::int64_t>();
    const auto first = from_hex_field(given.at("leaf_or_old_root_hex"));
    auto root = from_hex_field(given.at("root_hex"));
    const bool inclusion = given.at("kind").as_string() == "inclusion";
    const auto verify = [&](const std::vector<Hash>& proof) {
      return inclusion ? verify_inclusion(at, size, first, proof, root)
                       : verify_consistency(at, size, first, root, proof);
    };
    EXPECT_TRUE(verify(path)) << json::serialize(value);
    auto longer = path;
    longer.push_back(root);
    EXPECT_FALSE(verify(longer));
    if (!path.empty()) {
      EXPECT_FALSE(verify({path.begin(), path.end() - 1}));
    }
    root[7] ^= 1U;
    EXPECT_FALSE(verify(path));
    ++ran;
  }
  EXPECT_EQ(ran, 194);
}

std::vector<Hash> leaves_of_600(const std::filesystem::path& log) {
  std::vector<Hash> leaves;
  for (const auto* tile : {"tile/0/000", "tile/0/001", "tile/0/002.p/88"}) {
    const auto text = test::read_file(log / tile);
    for (std::size_t at = 0; at + 32 <= text.size(); at += 32) {
      Hash leaf;
      std::copy_n(bytes_of(text).begin() + static_cast<std::ptrdiff_t>(at), 32, leaf.begin());
      leaves.push_back(leaf);
    }
  }
  return leaves;
}

TEST(tree, has_the_head_that_another_program_found_at_each_size_from_0_to_600) {
  const auto roots = json_of(SHARED_DATA_OR_SKIP("vectors/tlog-own/roots-0-600.json")).as_array();
  const auto leaves = leaves_of_600(SHARED_DATA_OR_SKIP("vectors/tlog-own/log-600"));
  ASSERT_EQ(roots.size(), 601U);
  ASSERT_EQ(leaves.size(), 600U);
  CompactRange range;
  for (std::size_t size = 0; size <= 600; ++size) {
    EXPECT_EQ(range.root(), from_hex_field(roots[size].as_object().at("root_hex"))) << size;
    const auto kept = CompactRange::from(range.size(), range.peaks());
    ASSERT_TRUE(kept.has_value()) << size;
    EXPECT_EQ(*kept, range);
    if (size < 600) range.append(leaves[size]);
  }
}

TEST(tree, refuses_peaks_that_belong_to_another_size) {
  CompactRange range;
  for (int i = 0; i < 5; ++i) range.append(Hash{});
  EXPECT_FALSE(CompactRange::from(7, range.peaks()).has_value());
  EXPECT_FALSE(CompactRange::from(-1, range.peaks()).has_value());
  EXPECT_TRUE(CompactRange::from(6, range.peaks()).has_value()) << "two peaks fit 5 and 6: the root tells them apart";
}

Event sample_event() {
  Event event;
  event.position = 258;
  event.stream.bytes.fill(0x11);
  event.kind = StreamKind::victim;
  event.version = 3;
  event.type = "interview.held";
  event.type_version = 2;
  event.batch.fill(0x22);
  event.batch_index = 1;
  event.recorded_at = {1'000'000};
  event.occurred_at = {-1};
  event.occurred_precision = Precision::hour;
  event.actor.kind = Actor::Kind::account;
  event.actor.account.bytes.fill(0x33);
  event.acting_group.bytes.fill(0x44);
  event.ground = "owner";
  event.cause = 7;
  event.open = OpenText::from_log("{}");
  Section section;
  section.name = "body";
  section.data_key.bytes.fill(0x55);
  section.cipher = {1, 2, 3};
  section.hash = hash_of_cipher(section.cipher);
  event.sections = {section};
  event.salt.fill(0x66);
  return event;
}

TEST(entry, has_a_header_of_exactly_the_documented_bytes) {
  Bytes header;
  append_header(header, sample_event());
  const auto times = [](const char* byte, int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += byte;
    return text;
  };
  EXPECT_EQ(to_hex(header), "0000000000000102" + times("11", 16) + "01" + "0000000000000003" + "000e" +
                                to_hex(bytes_of("interview.held")) + "00000002" + times("22", 16) + "00000001" +
                                "00000000000f4240" + "ffffffffffffffff" + "02" + "00" + times("33", 16) +
                                times("44", 16) + "0005" + to_hex(bytes_of("owner")) + "0000000000000007");
}

TEST(entry, is_computed_as_the_page_says) {
  const auto event = sample_event();
  Bytes header;
  append_header(header, event);
  Bytes sections{0, 4, 'b', 'o', 'd', 'y'};
  append(sections, event.sections[0].data_key.view());
  append(sections, crypto::sha256(Bytes{1, 2, 3}));
  Bytes whole{'k', 'u', 'l', 'l', 'a', '/', '1'};
  append(whole, event.salt);
  append(whole, crypto::sha256(header));
  append(whole, crypto::sha256(bytes_of("{}")));
  append(whole, crypto::sha256(sections));
  EXPECT_EQ(entry_of(event), crypto::sha256(whole));
  Bytes leaf{0};
  append(leaf, entry_of(event));
  EXPECT_EQ(leaf_of(entry_of(event)), crypto::sha256(leaf));
}

TEST(entry, changes_with_every_part_of_the_event) {
  const auto first = entry_of(sample_event());
  const std::vector<std::function<void(Event&)>> changes{[](Event& e) { e.position = 259; },
                                                         [](Event& e) { e.stream.bytes[15] ^= 1U; },
                                                         [](Event& e) { e.kind = StreamKind::witness; },
                                                         [](Event& e) { e.version = 4; },
                                                         [](Event& e) { e.type = "interview.held."; },
                                                         [](Event& e) { e.type_version = 1; },
                                                         [](Event& e) { e.batch[0] ^= 1U; },
                                                         [](Event& e) { e.batch_index = 2; },
                                                         [](Event& e) { e.recorded_at = {1'000'001}; },
                                                         [](Event& e) { e.occurred_at = {-2}; },
                                                         [](Event& e) { e.occurred_precision = Precision::day; },
                                                         [](Event& e) { e.actor.kind = Actor::Kind::device; },
                                                         [](Event& e) { e.actor.account.bytes[0] ^= 1U; },
                                                         [](Event& e) { e.acting_group.bytes[0] ^= 1U; },
                                                         [](Event& e) { e.ground = "owners"; },
                                                         [](Event& e) { e.cause.reset(); },
                                                         [](Event& e) { e.open = OpenText::from_log("{} "); },
                                                         [](Event& e) { e.sections[0].name = "bodi"; },
                                                         [](Event& e) { e.sections[0].data_key.bytes[0] ^= 1U; },
                                                         [](Event& e) { e.sections[0].hash[0] ^= 1U; },
                                                         [](Event& e) { e.sections.clear(); },
                                                         [](Event& e) { e.salt[31] ^= 1U; }};
  for (std::size_t i = 0; i < changes.size(); ++i) {
    auto event = sample_event();
    changes[i](event);
    EXPECT_NE(entry_of(event), first) << "change " << i;
  }
}

TEST(entry, stays_when_a_section_is_erased) {
  auto event = sample_event();
  event.sections[0].cipher.clear();
  EXPECT_EQ(entry_of(event), entry_of(sample_event()));
}

}  // namespace
}  // namespace kulla::eventlog
