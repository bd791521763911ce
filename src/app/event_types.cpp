#include "app/event_types.hpp"

#include "access/events.hpp"
#include "casefile/events.hpp"
#include "directory/events.hpp"
#include "keys/events.hpp"

namespace kulla::app {
namespace {

template <class... Events>
void add(eventlog::EventTypes& types) {
  (types.add<typename Events::Open>(Events::type), ...);
}

void add_keys(eventlog::EventTypes& types) {
  add<keys::HouseFounded, keys::KeyStated, keys::KeyEnded, keys::PasswordChanged, keys::AccountInvited,
      keys::InvitationAccepted, keys::GroupOpened, keys::MemberAdmitted, keys::MemberLeft, keys::SessionOpened,
      keys::SessionEnded>(types);
}

void add_directory(eventlog::EventTypes& types) {
  add<directory::AgencyOpened, directory::UnitOpened, directory::OfficeDescribed, directory::GroupPlaced,
      directory::AccountRegistered, directory::StaffDescribed, directory::ContactSet, directory::RoleGiven,
      directory::DutySet, directory::DutyWithdrawn>(types);
}

void add_access(eventlog::EventTypes& types) { add<access::RecordOpened, access::RequestRefused>(types); }

void add_casefile(eventlog::EventTypes& types) {
  add<casefile::CaseReported, casefile::VictimAdded, casefile::FactSet, casefile::NoticeSent, casefile::NoticeDelivered,
      casefile::NoticeSeen, casefile::NoticeAcknowledged, casefile::RungFired, casefile::DisclosureMade,
      casefile::VictimDescribed>(types);
}

eventlog::EventTypes made() {
  eventlog::EventTypes types;
  add_keys(types);
  add_directory(types);
  add_access(types);
  add_casefile(types);
  types.check();
  return types;
}

}  // namespace

const eventlog::EventTypes& event_types() {
  static const eventlog::EventTypes types = made();
  return types;
}

}  // namespace kulla::app
