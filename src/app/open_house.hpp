// The rooms of a house, put together on its folder: for the server, and for verbs that work on a stopped house.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "app/config.hpp"
#include "app/words.hpp"
#include "base/clock.hpp"
#include "change/road.hpp"
#include "crypto/chance.hpp"
#include "dictionary/dictionary.hpp"
#include "eventlog/note.hpp"
#include "keys/sessions.hpp"

namespace kulla::app {

/// Every table that the house's rooms keep, for whoever opens its store.
std::vector<const eventlog::Table*> all_tables();
/// The languages' catalogues that the binary carries.
Result<Words> open_words();
/// The dictionary that the binary carries.
Result<dictionary::Dictionary> open_dictionary();
Result<directory::Places> places_of(const dictionary::Dictionary& dictionary);
/// How far a demo house's clock is ahead of the machine's: what `kulla demo advance` has added up, kept in its folder.
Duration demo_clock_shift(const Config& config);

class OpenHouse {
 public:
  struct Options {
    bool check_pages = true;
    bool remake_read_tables = false;
    bool create = false;  // a house that is being founded: its database is not there yet
  };
  /// Refuses what keys::HouseKeys::open and eventlog::open_sqlite_store refuse.
  static Result<std::unique_ptr<OpenHouse>> open(const Config& config, Options options);
  static Result<std::unique_ptr<OpenHouse>> open(const Config& config) { return open(config, {}); }

  const Config& config() const { return config_; }
  const keys::HouseKeys& house_keys() const { return keys_; }
  eventlog::Store& store() { return *store_; }
  keys::KeyRoom& key_room() { return *key_room_; }
  keys::Sessions& sessions() { return *sessions_; }
  access::Trail& trail() { return *trail_; }
  change::House& house() { return *house_; }
  const dictionary::Dictionary& dictionary() const { return dictionary_; }
  const directory::Places& places() const { return places_; }
  const Words& words() const { return words_; }
  const Clock& real_clock() const { return real_clock_; }
  ShiftedClock& house_clock() { return house_clock_; }
  /// Of a demo house alone: moves its clock on, and keeps that on disk.
  Result<void> advance(Duration by);
  /// Signs the log's head and keeps the checkpoint.
  Result<void> checkpoint();
  /// Who signs it: `kulla.house/<id>`.
  Result<eventlog::NoteVerifier> log_verifier() const;

 private:
  OpenHouse(Config config, keys::HouseKeys keys, dictionary::Dictionary dictionary, directory::Places places,
            Words words);
  Config config_;
  keys::HouseKeys keys_;
  dictionary::Dictionary dictionary_;
  directory::Places places_;
  Words words_;
  SystemClock real_clock_;
  ShiftedClock house_clock_{real_clock_};
  crypto::SystemChance chance_;
  std::unique_ptr<eventlog::Store> store_;
  std::unique_ptr<keys::KeyRoom> key_room_;
  std::unique_ptr<keys::Sessions> sessions_;
  std::unique_ptr<access::Trail> trail_;
  std::unique_ptr<change::House> house_;
};

}  // namespace kulla::app
