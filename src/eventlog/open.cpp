#include "eventlog/open.hpp"

#include <algorithm>
#include <mutex>
#include <set>

#include "base/invariant.hpp"

namespace kulla::eventlog {
namespace {

// Words live as long as the process: vocabularies are few, read from the house's own data, and never from a request.
std::string_view intern(std::string_view word) {
  static std::mutex mutex;
  static std::set<std::string, std::less<>> words;
  const std::scoped_lock lock(mutex);
  const auto found = words.find(word);
  return found != words.end() ? *found : *words.emplace(word).first;
}

}  // namespace

Vocabulary Vocabulary::of_house_data(const std::vector<std::string>& words) {
  Vocabulary vocabulary;
  for (const auto& word : words) {
    invariant(Code::is_well_formed(word), "a vocabulary's words are codes; the data's checker refuses others");
    vocabulary.codes_.push_back(Code(intern(word)));
  }
  std::sort(vocabulary.codes_.begin(), vocabulary.codes_.end());
  vocabulary.codes_.erase(std::unique(vocabulary.codes_.begin(), vocabulary.codes_.end()), vocabulary.codes_.end());
  return vocabulary;
}

std::optional<Code> Vocabulary::find(std::string_view word) const {
  const auto found = std::lower_bound(codes_.begin(), codes_.end(), word,
                                      [](const Code& code, std::string_view text) { return code.text() < text; });
  if (found == codes_.end() || found->text() != word) return std::nullopt;
  return *found;
}

Code code_from_log(std::string_view text) {
  invariant(Code::is_well_formed(text), "a stored code is well formed");
  return Code(intern(text));
}

}  // namespace kulla::eventlog
