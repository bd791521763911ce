// What can happen to a case, as far as both wings that work on it share it. A type keeps its meaning for ever: a new
// meaning is a new version, with an upcaster. Who acted, when it occurred and when it was recorded stand in every
// event's header. All of these stand in the case's own stream, so that a case folds and is evaluated from one stream; a
// wing's own events stand there too and say their item, kinds and party in fields of these names, so that the procedure
// hears them without this room knowing their types. What describes a person (coded, identity) stands in that victim's
// stream, what was disclosed in the disclosure's.
#pragma once

#include <optional>
#include <tuple>
#include <variant>
#include <vector>

#include "eventlog/event.hpp"
#include "eventlog/open.hpp"
#include "procedure/codes.hpp"

namespace kulla::casefile {

using eventlog::Code;
using eventlog::Count;
using eventlog::EventType;
using eventlog::field;

/// What duties are owed for: the case itself, or a victim, witness or appointment by its number.
using procedure::Item;
using procedure::ItemKind;

struct CaseReported {
  // sections: body (signs, place in words, note, handle), coded (municipality, counts)
  static constexpr EventType type{"case.reported", 1};
  struct Open {
    Reference reference;
    Code region;
    Code procedure;           // its key
    Count procedure_version;  // pinned
    Code danger;              // the highest told
    GroupId owner;
    GroupId reporter;  // the reporter's own group; another than the owner when a neighbour or the border reports
    static constexpr auto fields =
        std::tuple{field("reference", &Open::reference), field("region", &Open::region),
                   field("procedure", &Open::procedure), field("procedure_version", &Open::procedure_version),
                   field("danger", &Open::danger),       field("owner", &Open::owner),
                   field("reporter", &Open::reporter)};
  } open;
};

struct VictimAdded {  // nameless: a strand opens for each person counted
  static constexpr EventType type{"victim.added", 1};
  struct Open {
    VictimId victim;
    Count number;  // from 1, in the order met: "person 2"
    Code child;    // as observed: women and men no, children yes, unsure unsure
    Code danger;
    static constexpr auto fields = std::tuple{field("victim", &Open::victim), field("number", &Open::number),
                                              field("child", &Open::child), field("danger", &Open::danger)};
  } open;
};

struct FactSet {  // a fact of the procedure's open vocabulary, learnt later
  static constexpr EventType type{"fact.set", 1};
  struct Open {
    ItemKind item_kind = ItemKind::case_file;
    Count item;
    Code fact;
    Code value;
    std::optional<Code> party;  // whose part it is, where several give one
    static constexpr auto fields =
        std::tuple{field("item_kind", &Open::item_kind), field("item", &Open::item), field("fact", &Open::fact),
                   field("value", &Open::value), field("party", &Open::party)};
  } open;
};

struct NoticeSent {  // committed: the payload lies sealed in the disclosure's stream
  static constexpr EventType type{"notice.sent", 1};
  struct Open {
    NoticeId notice;
    Code step;
    ItemKind item_kind = ItemKind::case_file;
    Count item;
    Count epoch;
    Code party;  // who is told
    GroupId to_group;
    DisclosureId disclosure;
    std::optional<Count> rung;  // from 1: told because that rung fired, not as the party itself
    static constexpr auto fields = std::tuple{field("notice", &Open::notice),
                                              field("step", &Open::step),
                                              field("item_kind", &Open::item_kind),
                                              field("item", &Open::item),
                                              field("epoch", &Open::epoch),
                                              field("party", &Open::party),
                                              field("to_group", &Open::to_group),
                                              field("disclosure", &Open::disclosure),
                                              field("rung", &Open::rung)};
  } open;
};

struct NoticeDelivered {  // the recipient's page has said that it received the notice
  static constexpr EventType type{"notice.delivered", 1};
  struct Open {
    NoticeId notice;
    static constexpr auto fields = std::tuple{field("notice", &Open::notice)};
  } open;
};

struct NoticeSeen {  // a session opened the payload
  static constexpr EventType type{"notice.seen", 1};
  struct Open {
    NoticeId notice;
    static constexpr auto fields = std::tuple{field("notice", &Open::notice)};
  } open;
};

struct NoticeAcknowledged {  // a person answered: this, not delivery, meets inform-prosecutor
  static constexpr EventType type{"notice.acknowledged", 1};
  struct Open {
    NoticeId notice;
    static constexpr auto fields = std::tuple{field("notice", &Open::notice)};
  } open;
};

struct RungFired {  // nobody answered in time, or nobody was on duty: the next one is told. A fact for ever.
  static constexpr EventType type{"rung.fired", 1};
  struct Open {
    Code step;
    ItemKind item_kind = ItemKind::case_file;
    Count item;
    Count epoch;
    Count rung;                   // from 1
    std::optional<Code> party;    // nothing: a period has ended, and nobody is told
    Instant planned_at;           // recorded_at says when it really fired
    bool nobody_on_duty = false;  // fired at once: nobody was on duty for whoever comes before it
    static constexpr auto fields = std::tuple{field("step", &Open::step),
                                              field("item_kind", &Open::item_kind),
                                              field("item", &Open::item),
                                              field("epoch", &Open::epoch),
                                              field("rung", &Open::rung),
                                              field("party", &Open::party),
                                              field("planned_at", &Open::planned_at),
                                              field("nobody_on_duty", &Open::nobody_on_duty)};
  } open;
};

struct DisclosureMade {  // on the disclosure's stream; section `disclosed`: the exact copy, sealed to its readers
  static constexpr EventType type{"disclosure.made", 1};
  struct Open {
    CaseId case_id;
    ItemKind item_kind = ItemKind::case_file;
    Count item;
    GroupId giver;
    GroupId receiver;
    std::vector<GroupId> rungs;  // hold the key too; policy shows it to them once their rung has fired
    Code payload;
    static constexpr auto fields =
        std::tuple{field("case", &Open::case_id),   field("item_kind", &Open::item_kind), field("item", &Open::item),
                   field("giver", &Open::giver),    field("receiver", &Open::receiver),   field("rungs", &Open::rungs),
                   field("payload", &Open::payload)};
  } open;
};

struct VictimDescribed {  // on the victim's stream; sections: coded (sex as observed)
  static constexpr EventType type{"victim.described", 1};
  struct Open {
    CaseId case_id;
    static constexpr auto fields = std::tuple{field("case", &Open::case_id)};
  } open;
};

}  // namespace kulla::casefile
