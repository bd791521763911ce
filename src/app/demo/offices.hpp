// The offices of the demo house and who works there: names, numbers to call, turns of duty. Data alone. Every name is
// invented; numbers begin with 038 000, which nobody is given.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "directory/vocabulary.hpp"

namespace kulla::app::demo {

struct Worker {
  std::string_view sign_in_name;
  std::string_view name;
  directory::Role role = directory::Role::officer;
};
/// Two workers of the office, by index, who take turns day by day: the first one on even days.
struct Turns {
  directory::Duty duty = directory::Duty::on_call;
  std::array<std::size_t, 2> workers{};
};
struct Office {
  directory::Place place;
  std::string name;
  std::string phone;
  std::vector<Worker> workers;  // two at least; the first one founds the office's group
  std::vector<Turns> turns;
};

/// The administrators, who found the house, come first.
const std::vector<Office>& offices();
std::size_t workers_in_all();
/// The work phone of the worker with that number, counted over all offices from 0.
std::string work_phone(std::size_t number);
/// Three words that are easy to say and type, made from the name: no secret, but no two alike.
std::string password_of(std::string_view sign_in_name);

}  // namespace kulla::app::demo
