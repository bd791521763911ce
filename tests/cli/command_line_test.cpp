#include "cli/command_line.hpp"

#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/house_at_hand.hpp"

namespace kulla::cli::test {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

std::vector<std::string> words_of(std::string_view verb) {
  std::istringstream text{std::string(verb)};
  return {std::istream_iterator<std::string>(text), {}};
}

TEST(command_line, every_verb_has_help_with_examples_first) {
  std::size_t asked = 0;
  for (const auto& verb : verbs()) {
    auto words = words_of(verb.name);
    words.emplace_back("--help");
    const auto help = kulla(words);
    EXPECT_EQ(help.exit, 0) << verb.name << help.err;
    EXPECT_THAT(help.out, StartsWith("  kulla " + std::string(verb.name))) << verb.name;
    EXPECT_THAT(help.out, HasSubstr(std::string(verb.summary))) << verb.name;
    ++asked;
  }
  EXPECT_GT(asked, 25U);
}

TEST(command_line, a_slip_is_answered_with_the_nearest_verb) {
  const auto slip = kulla({"versoin"});
  EXPECT_EQ(slip.exit, 2);
  EXPECT_EQ(slip.err, "kulla: 'versoin' is no verb of kulla: did you mean 'version'?\n");
  EXPECT_THAT(kulla({"log", "verfy"}).err, EndsWith("of kulla log: did you mean 'verify'?\n"));
}

TEST(command_line, usage_is_told_on_stderr_with_exit_2) {
  const std::vector<std::vector<std::string>> wrong{{},       {"user"},  {"serve", "--prot", "1"}, {"serve", "--port"},
                                                    {"init"}, {"trace"}, {"version", "more"}};
  for (const auto& words : wrong) {
    const auto ran = kulla(words);
    EXPECT_EQ(ran.exit, 2) << testing::PrintToString(words);
    EXPECT_TRUE(ran.out.empty()) << ran.out;
    EXPECT_FALSE(ran.err.empty());
  }
}

TEST(command_line, a_port_out_of_range_and_a_misspelt_variable_are_usage) {
  const auto port = kulla({"serve", "--port", "70000"});
  EXPECT_EQ(port.exit, 2);
  EXPECT_THAT(port.err, HasSubstr("1 to 65535"));
  const auto variable = kulla({"serve"}, {}, {{"KULLA_LISTEN_PROT", "1"}});
  EXPECT_EQ(variable.exit, 2);
  EXPECT_THAT(variable.err, HasSubstr("KULLA_LISTEN_PORT?"));
}

TEST(command_line, openapi_describes_the_fixed_routes_and_needs_no_house) {
  const auto described = kulla({"openapi"});
  ASSERT_EQ(described.exit, 0) << described.err;
  for (const auto* path : {R"("openapi":"3.1.0")", "/api/v1/session", "/api/v1/reports", "/api/v1/work"})
    EXPECT_THAT(described.out, HasSubstr(path));
}

TEST(command_line, the_shipped_procedure_has_no_defect_and_a_broken_one_is_told_by_line) {
  EXPECT_EQ(kulla({"procedure", "check", "kosovo"}).exit, 0);
  const kulla::test::TemporaryFolder folder;
  const auto file = (folder.path() / "broken.toml").string();
  std::ofstream(file) << "[procedure\n";
  const auto broken = kulla({"procedure", "check", file});
  EXPECT_EQ(broken.exit, 4);
  EXPECT_THAT(broken.out, HasSubstr("broken.toml:1"));
}

TEST(configure, the_page_lists_every_key_and_no_other) {
  const auto page = kulla::test::read_file(kulla::test::source_dir() / "docs/configure.md");
  std::string table;
  app::Config defaults;
  for (const auto& key : app::config_keys()) {
    auto value = key.get(defaults);
    if (!value.empty()) value = "`" + value + "`";
    table += "| `" + std::string(key.name) + "` | `" + app::environment_name(key.name) + "` | " + value + " | " +
             std::string(key.range) + " | " + std::string(key.meaning) + " |\n";
  }
  EXPECT_THAT(page, HasSubstr(table)) << "docs/configure.md should hold exactly:\n" << table;
}

}  // namespace
}  // namespace kulla::cli::test
