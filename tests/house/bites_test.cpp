// Every rule bites: a bad snippet is found, the good one beside it is not.
#include <gtest/gtest.h>

#include "house/rules.hpp"

namespace kulla::house {
namespace {

Findings look(std::string path, std::string text) { return banned_words({std::move(path), std::move(text)}); }

struct Bad {
  const char* path;
  const char* text;
  const char* use;  // a word of the advice
};

class Banned : public testing::TestWithParam<Bad> {};

TEST_P(Banned, is_found_and_names_what_to_use) {
  const auto& [path, text, use] = GetParam();
  const auto findings = look(path, text);
  ASSERT_EQ(findings.size(), 1U) << to_text(findings);
  EXPECT_NE(findings[0].text.find("is banned here, use"), std::string::npos);
  EXPECT_NE(findings[0].text.find(use), std::string::npos) << findings[0].text;
  EXPECT_EQ(findings[0].line, 2U);
}

INSTANTIATE_TEST_SUITE_P(
    house, Banned,
    testing::Values(Bad{"src/cases/model.cpp", "\nauto at = std::chrono::system_clock::now();", "kulla::Clock"},
                    Bad{"src/cases/model.cpp", "\nauto at = time(nullptr);", "kulla::Clock"},
                    Bad{"src/app/idle.cpp", "\nauto at = std::chrono::steady_clock::now();", "steady_now"},
                    Bad{"src/keys/vault.cpp", "\nstd::random_device source;", "kulla::Chance"},
                    Bad{"src/keys/vault.cpp", "\nint n = rand();", "kulla::Chance"},
                    Bad{"src/app/worker.cpp", "\nco_await next();", "plain functions"},
                    Bad{"src/cases/views.cpp", "\nstd::cerr << note;", "the log"},
                    Bad{"src/access/policy.cpp", "\nprintf(\"%s\", name);", "the log"},
                    Bad{"src/care/model.cpp", "\nthrow std::runtime_error(\"no bed\");", "Result"},
                    Bad{"src/dictionary/phone.cpp", "\nstd::regex phone(\"x\");", "parser"},
                    Bad{"src/base/text.cpp", "\nint n = atoi(text);", "from_chars"},
                    Bad{"src/cli/demo.cpp", "\nstd::system(\"ls\");", "library call"},
                    Bad{"src/crypto/mac.cpp", "\nif (memcmp(a, b, 32) == 0) return;", "sodium_memcmp"},
                    Bad{"src/http/server.cpp", "\nauto port = std::getenv(\"PORT\");", "configuration"},
                    Bad{"src/app/clock_job.cpp", "\nstd::this_thread::sleep_for(1s);", "deadline"},
                    Bad{"src/app/server.cpp", "\nstd::thread(work).detach();", "joined"},
                    Bad{"web/report/report.tsx", "\nlocalStorage.setItem(\"note\", note);", "memory"},
                    Bad{"web/report/report.tsx", "\ndocument.cookie = name;", "memory"},
                    Bad{"web/case/case.tsx", "\nelement.innerHTML = note;", "Trusted Types"},
                    Bad{"web/case/case.tsx", "\n<p style={{ color }}>", "a class"},
                    Bad{"web/shell.html", "\n<p style=\"color: red\">", "a class"},
                    Bad{"web/report/report.tsx", "\n<input type=\"datetime-local\" />", "date fields"},
                    Bad{"web/app.ts", "\neval(text);", "content security policy"},
                    Bad{"web/app.ts", "\nconsole.log(report);", "console"},
                    Bad{"web/app.ts", "\nfetch(\"https://tiles.example/1/2/3\");", "our own server"},
                    Bad{"docs/operate.md", "\nTODO write this", "an issue"}));

TEST(banned_words, are_no_finding_in_a_comment_a_literal_or_an_allowed_file) {
  EXPECT_TRUE(look("src/cases/model.cpp", "// never system_clock::now(), and no throw\n").empty());
  EXPECT_TRUE(look("src/cases/model.cpp", "const auto text = \"throw it away\"; /* rand() */\n").empty());
  EXPECT_TRUE(look("src/cases/model.cpp", "const auto text = R\"(co_await \" rand())\";\n").empty());
  EXPECT_TRUE(look("src/cases/model.cpp", "const auto n = 1'000; // 'a' throw\n").empty());
  EXPECT_TRUE(
      look("src/eventlog/open.hpp", "consteval Code() { throw \"not a code\"; }\n").empty());  // does not compile: fine
  EXPECT_TRUE(look("src/base/clock.cpp", "return from(std::chrono::system_clock::now());\n").empty());
  EXPECT_TRUE(look("src/crypto/arena.cpp", "throw std::bad_alloc();\n").empty());
  EXPECT_TRUE(look("src/http/connection.cpp", "co_await read();\n").empty());
  EXPECT_TRUE(look("src/cli/main.cpp", "std::cout << line;\n").empty());
  EXPECT_TRUE(look("web/prefs.ts", "localStorage.setItem(\"theme\", theme);\n").empty());
  EXPECT_TRUE(look("web/report/report.test.tsx", "assert.equal(root.innerHTML, \"\");\n").empty());
  EXPECT_TRUE(look("web/icon.tsx", "<svg xmlns=\"http://www.w3.org/2000/svg\">\n").empty());
}

Floors small_house() {
  return read_floors("base:\ncases:base;change\ncare:base;change\nchange:base\nstatistics:base;cases\n");
}

TEST(floors, an_include_upwards_or_across_is_found) {
  const auto floors = small_house();
  EXPECT_EQ(includes_follow_the_floors({"src/base/id.hpp", "#include \"cases/model.hpp\"\n"}, floors).size(), 1U);
  EXPECT_EQ(includes_follow_the_floors({"src/cases/model.cpp", "\n#include \"care/model.hpp\"\n"}, floors).at(0).line,
            2U);
  EXPECT_EQ(includes_follow_the_floors({"src/attic/box.cpp", ""}, floors).size(), 1U);
  EXPECT_TRUE(includes_follow_the_floors({"src/cases/model.cpp", "#include \"cases/model.hpp\"\n"}, floors).empty());
  EXPECT_TRUE(includes_follow_the_floors({"src/cases/model.cpp", "#include \"change/road.hpp\"\n"}, floors).empty());
}

TEST(floors, a_reader_takes_a_wings_events_alone) {
  const auto floors = small_house();
  EXPECT_TRUE(
      includes_follow_the_floors({"src/statistics/year.cpp", "#include \"cases/events.hpp\"\n"}, floors).empty());
  EXPECT_EQ(includes_follow_the_floors({"src/statistics/year.cpp", "#include \"cases/model.hpp\"\n"}, floors).size(),
            1U);
}

TEST(plan_in_words, without_a_room_or_with_one_too_many_is_found) {
  const std::string all = "| `base/` `cases/` | x |\n| `care/` `change/` `statistics/` | y |\n";
  EXPECT_TRUE(plan_names_every_room({"docs/architecture.md", all}, small_house()).empty());
  EXPECT_EQ(plan_names_every_room({"docs/architecture.md", all.substr(all.find('\n'))}, small_house()).size(), 2U);
  EXPECT_EQ(plan_names_every_room({"docs/architecture.md", all + "| `attic/` | z |\n"}, small_house()).at(0).line, 3U);
}

TEST(heavy_headers, are_found_in_headers_and_allowed_in_cpp_files) {
  for (const auto* header : {"boost/asio.hpp", "boost/beast/core.hpp", "boost/json.hpp", "toml++/toml.h",
                             "base/toml.hpp", "CLI/CLI.hpp", "fmt/format.h", "sqlite3.h"}) {
    const auto text = "#include <" + std::string(header) + ">\n";
    EXPECT_EQ(heavy_headers_stay_in_cpp({"src/http/server.hpp", text}).size(), 1U) << header;
    EXPECT_TRUE(heavy_headers_stay_in_cpp({"src/http/server.cpp", text}).empty()) << header;
  }
  EXPECT_TRUE(heavy_headers_stay_in_cpp({"src/http/server.hpp", "#include <boost/json/fwd.hpp>\n"}).empty());
}

TEST(default_label, is_found_over_an_enumeration_only) {
  EXPECT_EQ(
      no_default_over_an_enum({"src/cases/a.cpp", "\nswitch (x) {\n  case State::open: f();\n  default: g();\n}\n"})
          .at(0)
          .line,
      2U);
  EXPECT_TRUE(
      no_default_over_an_enum({"src/cases/a.cpp", "switch (c) {\n  case 'a': f();\n  default: g();\n}\n"}).empty());
  EXPECT_TRUE(no_default_over_an_enum({"src/cases/a.cpp", "switch (x) {\n  case State::open: f();\n}\n"}).empty());
}

TEST(header, without_prose_or_guard_or_with_an_opened_namespace_is_found) {
  EXPECT_EQ(headers_begin_with_prose({"src/base/a.hpp", "\n#pragma once\n"}).size(), 1U);
  EXPECT_EQ(headers_begin_with_prose({"src/base/a.hpp", "// What this is.\n"}).size(), 1U);
  EXPECT_EQ(headers_begin_with_prose({"src/base/a.hpp", "// What.\n#pragma once\nusing namespace std;\n"}).at(0).line,
            3U);
  EXPECT_TRUE(headers_begin_with_prose({"src/base/a.hpp", "// What this is.\n#pragma once\n"}).empty());
}

TEST(lock_file, with_a_host_is_found) {
  EXPECT_EQ(lock_files_name_no_host({"web/package-lock.json", "{\n\"resolved\": \"https://registry.example/a.tgz\"\n}"})
                .at(0)
                .line,
            2U);
  EXPECT_TRUE(lock_files_name_no_host({"web/package-lock.json", "{\"integrity\": \"sha512-...\"}"}).empty());
}

TEST(machine_path, is_found_anywhere) {
  EXPECT_EQ(no_machine_paths({"docs/operate.md", "see /home/blerta/kulla\n"}, "/srv/checkout").size(), 1U);
  EXPECT_EQ(no_machine_paths({"scripts/a", "cd /srv/checkout/web\n"}, "/srv/checkout").size(), 1U);
  EXPECT_TRUE(
      no_machine_paths({"docs/operate.md", "/etc/kulla/config.toml, /var/lib/kulla\n"}, "/srv/checkout").empty());
}

TEST(script, that_goes_on_after_a_failure_is_found) {
  EXPECT_EQ(scripts_stop_at_failures({"scripts/a", "#!/usr/bin/env bash\nls\n"}).size(), 1U);
  EXPECT_TRUE(scripts_stop_at_failures({"scripts/a", "#!/usr/bin/env bash\nset -euo pipefail\nls\n"}).empty());
}

TEST(link, to_nowhere_is_found) {
  const std::vector<Source> tree{{"docs/a.md", ""}, {"README.md", ""}};
  EXPECT_EQ(links_lead_somewhere({"docs/a.md", "\n[b](b.md)"}, tree).at(0).line, 2U);
  EXPECT_TRUE(
      links_lead_somewhere({"docs/a.md", "[home](../README.md#start) [out](https://example.org)"}, tree).empty());
  EXPECT_TRUE(links_lead_somewhere({"README.md", "[docs](docs/)"}, tree).empty());
}

TEST(room, without_tests_or_with_a_forgotten_file_is_found) {
  std::vector<Source> tree{{"src/care/CMakeLists.txt", "kulla_room(care SOURCES model.cpp)"},
                           {"src/care/model.cpp", ""}};
  EXPECT_EQ(rooms_are_whole(tree).size(), 1U);
  tree.push_back({"tests/care/CMakeLists.txt", "kulla_test(care SOURCES model_test.cpp USES care)"});
  EXPECT_TRUE(rooms_are_whole(tree).empty());
  tree.push_back({"tests/care/views_test.cpp", ""});
  EXPECT_EQ(rooms_are_whole(tree).size(), 1U);
}

TEST(decision, with_a_gap_a_bad_name_or_a_missing_part_is_found) {
  const std::string whole =
      "Date: x\n## What forced a choice\n## The choice\n## What it costs\n## What we left aside\n## The test that "
      "shows it\n";
  EXPECT_TRUE(decisions_are_whole({{"docs/decisions/0001-one-log.md", whole}}).empty());
  EXPECT_EQ(decisions_are_whole({{"docs/decisions/0002-one-log.md", whole}}).size(), 1U);
  EXPECT_EQ(decisions_are_whole({{"docs/decisions/first.md", whole}}).size(), 1U);
  EXPECT_EQ(decisions_are_whole({{"docs/decisions/0001-one-log.md", "Date: x\n"}}).size(), 5U);
}

TEST(size, of_a_file_and_of_a_function_is_noticed) {
  std::string lines;
  for (int n = 0; n < 60; ++n) lines += "  call();\n";
  EXPECT_EQ(size_smells({"src/base/a.cpp", "void f() {\n" + lines + "}\n"}).size(), 1U);
  EXPECT_TRUE(size_smells({"src/base/a.cpp", "void f() {\n  call();\n}\n"}).empty());
  EXPECT_TRUE(
      size_smells({"src/base/a.cpp", "int f() { return 1; }\nint g(int);\nclass A {\n" + lines + "};\n"}).empty());
  for (int n = 0; n < 460; ++n) lines += "\n";
  EXPECT_EQ(files_too_long({"src/base/a.cpp", lines}).size(), 1U);
  EXPECT_TRUE(files_too_long({"tests/base/a_test.cpp", lines}).empty());
  EXPECT_TRUE(files_too_long({"src/http/connection.cpp", lines}).empty());
}

}  // namespace
}  // namespace kulla::house
