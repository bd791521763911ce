// Golden events: one file for each version of each type, named `<type>.<version>.json`, holding the open part as it was
// first written. They are read for ever; none is changed, none removed.
#pragma once

#include <set>
#include <string>

#include <gtest/gtest.h>

#include "eventlog/evolution.hpp"
#include "support/shared_data.hpp"

namespace kulla::test {

/// Every file of the folder that is one of `types` decodes, and every version of every type has its file.
inline void expect_golden_events(const eventlog::EventTypes& types, const std::filesystem::path& folder) {
  std::set<std::string> missing;
  for (const auto& type : types.known())
    missing.insert(std::string(type.name) + "." + std::to_string(type.version) + ".json");
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const auto file = entry.path().filename().string();
    if (missing.erase(file) == 0) continue;  // of another room
    const auto version_at = file.rfind('.', file.size() - 6) + 1;
    const auto name = file.substr(0, version_at - 1);
    const auto version = std::stoi(file.substr(version_at));
    auto text = read_file(entry.path());
    while (!text.empty() && text.back() == '\n') text.pop_back();
    const auto decoded = types.try_decode(name, version, eventlog::OpenText::from_log(text));
    EXPECT_TRUE(decoded.has_value()) << file << ": " << to_line(decoded.error());
  }
  for (const auto& file : missing)
    ADD_FAILURE() << "no golden event: write tests/golden/events/" << file << " with an open part of that version";
}

}  // namespace kulla::test
