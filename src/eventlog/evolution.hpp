// Event types over the years. A type never changes its meaning: what is new is a new version, with a pure upcaster from
// the one before, so that the code knows the present form alone and the log's bytes stay as they were written. Golden
// events of every version (tests/golden/events/) are decoded for ever; a type that nobody here knows stops the server.
// Source: decisions.md 3.6.
//
//   EventTypes types;
//   types.add<NoticeAcknowledged::Open>(NoticeAcknowledged::type);                 // version 2 is the present one
//   types.upcast("notice.acknowledged", 1, [](boost::json::object& open) { open["by"] = "prosecutor"; });
//   const auto open = TRY(types.decode<NoticeAcknowledged::Open>(event));
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include <boost/json/fwd.hpp>

#include "eventlog/event.hpp"
#include "eventlog/open_json.hpp"
#include "eventlog/store.hpp"

namespace kulla::eventlog {

/// From one version's open part to the next one's: pure, and total on what that version could hold.
using Upcaster = std::function<void(boost::json::object&)>;

class EventTypes {
 public:
  /// The present version of a type and the form of its open part. Twice is a bug.
  template <WholeOpenStruct Open>
  void add(EventType type) {
    add_present(type, [name = std::string(type.name)](const OpenText& text) -> Result<void> {
      TRY(decode_open<Open>(name, text));
      return {};
    });
  }
  /// From `version` to the one after it.
  void upcast(std::string_view name, int version, Upcaster upcaster);
  /// Every version from 1 to the present one has its upcaster: held once, at start.
  void check() const;

  /// The open part in the present form. Refuses (kind `broken`) `event-type-unknown`, `event-undecodable`.
  Result<OpenText> present(std::string_view name, int version, const OpenText& open) const;
  template <WholeOpenStruct Open>
  Result<Open> decode(const Event& event) const {
    return decode_open<Open>(event.type, TRY(present(event.type, event.type_version, event.open)));
  }
  /// Is this decodable to the end? For golden events and `kulla doctor`.
  Result<void> try_decode(std::string_view name, int version, const OpenText& open) const;

  /// All names and versions that may stand in a log: for SqliteOptions::known_types. Views live as long as this.
  std::vector<KnownType> known() const;

 private:
  using Decodes = std::function<Result<void>(const OpenText&)>;
  struct Type {
    int present = 0;
    Decodes decodes;
    std::map<int, Upcaster> upcasters;  // by the version that they start from
  };
  void add_present(EventType type, Decodes decodes);
  std::map<std::string, Type, std::less<>> types_;
};

}  // namespace kulla::eventlog
