#include "app/config.hpp"

#include <fstream>
#include <set>

#include <gtest/gtest.h>

#include "support/shared_data.hpp"

namespace kulla::app {
namespace {

class config : public testing::Test {
 protected:
  std::filesystem::path write(std::string_view text) {
    const auto path = folder_.path() / "config.toml";
    std::ofstream(path) << text;
    return path;
  }
  test::TemporaryFolder folder_;
};

TEST_F(config, a_file_sets_what_it_names_and_a_variable_wins) {
  const auto file = write("[house]\nduty-line = \"038 000 111\"\n[listen]\nport = 9000\n");
  const auto read = load_config(file, {{"KULLA_LISTEN_PORT", "0"}, {"KULLA_SEED", "7"}});
  ASSERT_TRUE(read) << to_line(read.error());
  EXPECT_EQ(read->house.duty_line, "038 000 111");
  EXPECT_EQ(read->listen.port, 0);
  EXPECT_EQ(read->passwords.memory_kib, 65'536);
}

TEST_F(config, an_unknown_key_is_an_error_with_its_line_and_a_suggestion) {
  const auto read = load_config(write("[listen]\nport = 1\nprot = 2\n"), {});
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, "config-unknown-key");
  EXPECT_TRUE(read.error().where.ends_with("config.toml:3")) << read.error().where;
  const Finding& finding = read.error().findings.at(0);
  EXPECT_EQ(finding.facts.at(1), (std::pair<std::string, std::string>{"did-you-mean", "listen.port"}));
}

TEST_F(config, an_unknown_variable_is_an_error_with_a_suggestion) {
  const auto read = load_config(std::nullopt, {{"KULLA_LISTEN_PROT", "1"}});
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, "config-unknown-key");
  EXPECT_EQ(read.error().findings.at(0).facts.at(1).second, "KULLA_LISTEN_PORT");
}

TEST_F(config, a_value_out_of_range_names_the_key_and_its_range) {
  for (const auto* text : {"[passwords]\nmemory-kib = 1024", "[listen]\nport = 65536", "[listen]\nport = \"x\"",
                           "[house]\nlanguage = \"de\"", "[house]\nduty-line = \"call me\"", "[listen]\nport = 1.5",
                           "[house]\nname = []"}) {
    const auto read = load_config(write(text), {});
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, "config-value") << text;
    EXPECT_FALSE(read.error().findings.at(0).facts.empty());
  }
}

TEST_F(config, a_broken_file_or_none_where_one_is_named_is_said) {
  EXPECT_EQ(load_config(write("[listen\n"), {}).error().code, "config-syntax");
  EXPECT_EQ(load_config(folder_.path() / "none.toml", {}).error().code, "config-unreadable");
}

TEST_F(config, every_key_has_its_own_variable_and_keeps_its_default) {
  std::set<std::string> names;
  const Config defaults;
  for (const auto& key : config_keys()) {
    EXPECT_TRUE(names.insert(environment_name(key.name)).second) << key.name;
    EXPECT_FALSE(key.meaning.empty());
    EXPECT_FALSE(key.range.empty());
    auto changed = defaults;
    const auto value = key.get(defaults);
    EXPECT_TRUE(value.empty() || key.set(changed, value)) << key.name << " refuses its own default";
  }
}

TEST_F(config, hostile_toml_never_brings_it_down) {
  const auto folder = SHARED_DATA_OR_SKIP("bad-input/toml");
  int files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".toml") continue;
    const bool accepted = load_config(entry.path(), {}).has_value();
    const bool broken = entry.path().string().find("/invalid/") != std::string::npos;
    EXPECT_FALSE(accepted && broken) << entry.path();
    ++files;
  }
  EXPECT_EQ(files, 509 + 268);
}

}  // namespace
}  // namespace kulla::app
