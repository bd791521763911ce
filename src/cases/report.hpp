// What an officer reports at night: one page, nothing compulsory but a region and at least one person. Source: the
// issue, 1.2; visual.md, picture 02. The body is held against the dictionary's form `report` first.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <boost/json/fwd.hpp>

#include "base/error.hpp"
#include "crypto/wiping.hpp"
#include "dictionary/dictionary.hpp"
#include "eventlog/open.hpp"

namespace kulla::cases {

using eventlog::Code;

/// How many of each; "about" where nobody could count.
struct Counts {
  std::int64_t women = 0;
  std::int64_t men = 0;
  std::int64_t children = 0;
  std::int64_t unsure = 0;
  bool about = false;
  std::int64_t all() const { return women + men + children + unsure; }
};

struct Report {
  /// A raid brings fourteen, a building site thirty-three; more at once is a slip of the finger, and a strand opens for
  /// each of them.
  static constexpr std::int64_t people_max = 200;

  Code region;
  std::string municipality;  // a code of the dictionary, or empty
  Code danger{"unknown"};
  Counts counts;
  std::vector<std::string> signs;
  crypto::WipingString place;
  crypto::WipingString note;
};

/// Refuses `body-invalid` with a finding for each field that is wrong: those of Dictionary::validate, and
/// `region-without-cases` (headquarters), `municipality-elsewhere` (of another region), `nobody-counted`,
/// `too-many-people`.
Result<Report> read_report(const boost::json::value& body, const dictionary::Dictionary& dictionary);

/// The sections of the case as they are sealed: JSON, schema 1.
crypto::WipingString body_section(const Report& report);
crypto::WipingString coded_section(const Report& report);

/// One person counted, in the order women, men, children, unsure: what the report observed of each.
struct Observed {
  std::string_view sex;  // "woman", "man", "unknown"
  Code child;            // "no", "yes", "unsure"
};
std::vector<Observed> people_of(const Counts& counts);
/// Of one person: coded, JSON, schema 1.
crypto::WipingString coded_section(const Observed& person);

}  // namespace kulla::cases
