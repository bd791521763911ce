// Published test vectors from files, one call a case. The files are shared data, not part of the project.
#pragma once

#include <filesystem>
#include <functional>
#include <string_view>

#include <boost/json.hpp>

#include "base/bytes.hpp"
#include "support/bytes.hpp"
#include "support/shared_data.hpp"

namespace kulla::crypto::vectors {

using boost::json::object;

inline Bytes hex_of(const object& from, std::string_view name) { return test::hex(from.at(name).as_string()); }

enum class Verdict : std::uint8_t { valid, acceptable, invalid };

struct Case {
  const object& group;
  const object& data;
  Verdict verdict;
  std::int64_t number;  // tcId: what a failure names

  Bytes bytes(std::string_view name) const { return hex_of(data, name); }
  bool has_flag(std::string_view flag) const {
    for (const auto& one : data.at("flags").as_array())
      if (one.as_string() == flag) return true;
    return false;
  }
};

/// Runs every case of a Wycheproof file and gives how many there were, as counted here, not as the file says.
inline int for_each_case(const std::filesystem::path& file, const std::function<void(const Case&)>& run) {
  const auto document = boost::json::parse(test::read_file(file));
  int count = 0;
  for (const auto& group : document.at("testGroups").as_array())
    for (const auto& one : group.at("tests").as_array()) {
      const auto& data = one.as_object();
      const auto result = std::string_view(data.at("result").as_string());
      const auto verdict = result == "valid"        ? Verdict::valid
                           : result == "acceptable" ? Verdict::acceptable
                                                    : Verdict::invalid;
      run({group.as_object(), data, verdict, data.at("tcId").as_int64()});
      ++count;
    }
  return count;
}

}  // namespace kulla::crypto::vectors
