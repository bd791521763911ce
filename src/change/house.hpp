// What the one road stands on: assembled once in app, and outlives every request.
#pragma once

#include "access/trail.hpp"
#include "base/chance.hpp"
#include "base/clock.hpp"
#include "directory/vocabulary.hpp"
#include "eventlog/store.hpp"
#include "keys/sessions.hpp"
#include "keys/unlocked.hpp"

namespace kulla::change {

struct House {
  eventlog::Store& store;
  const Clock& clock;  // the house's own: under a demo it is moved on
  Chance& chance;
  keys::KeyRoom& keys;
  access::Trail& trail;
  const directory::Places& places;
};

}  // namespace kulla::change
