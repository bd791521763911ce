// The demo house: a country's offices with invented people, made by the real commands under a simulated clock that
// begins some days ago and ends now. Content repeats itself (names, passwords, who is on duty when); keys are random.
// Marked as a demo for ever, and its passwords are stretched as little as is ever allowed: it teaches, and keeps
// nothing secret. Source: decisions.md 2, row "demo".
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "app/config.hpp"
#include "base/error.hpp"
#include "base/time.hpp"

namespace kulla::app {

struct DemoAccount {
  std::string sign_in_name;
  std::string name;  // as colleagues read it
  std::string password;
  std::string role;    // words of the directory: "officer", "prosecutor", ...
  std::string group;   // the office's name, which labels its key group
  std::string agency;  // "police", "prosecution", ...
  std::string unit;    // "anti-trafficking", or empty
  std::string region;  // "prizren", "headquarters", ...
  std::string duty;    // held at the instant asked for: "on-call", "back-up", "focal-point"; or empty
};

/// Everyone with a password, office by office. Needs no store: the same list in every demo house. Two people take turns
/// at each duty, so who has it depends on `at`, which is of the house's clock (demo_clock_shift).
/// Refuses `unknown-zone` where the system has no time zone data.
Result<std::vector<DemoAccount>> demo_accounts(Instant at);

/// Told after each account: the office that it belongs to, how many there are now and how many there will be.
using DemoProgress = std::function<void(std::string_view office, std::size_t made, std::size_t all)>;

/// Makes the demo house in `config.data.dir`, which is missing or empty, and leaves it stopped, with a
/// house_config_file that holds its numbers to call and the cost of its passwords. `now` is where its clock ends. On
/// failure the folder is left empty again. Refuses `house-exists`, `folder-not-empty`, and what the commands refuse.
Result<void> make_demo(const Config& config, Instant now, const DemoProgress& progress = {});

}  // namespace kulla::app
