#include "keys/house.hpp"

#include <algorithm>
#include <fcntl.h>
#include <set>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "base/encode.hpp"
#include "crypto/hash.hpp"
#include "eventlog/open_json.hpp"
#include "keys/rows.hpp"
#include "keys/seals.hpp"

namespace kulla::keys {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t password_characters_min = 12;
constexpr std::size_t key_file_bytes_max = 4'096;

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }
  bool ok() const { return fd_ >= 0; }

 private:
  int fd_;
};

Result<void> sync_folder(const fs::path& folder) {
  const Descriptor at(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!at.ok() || ::fsync(at.get()) != 0) return fail(ErrorKind::broken, "key-file-unwritable", folder.string());
  return {};
}

/// A new file that its owner alone may read, on the disk when this returns.
Result<void> write_secret_file(const fs::path& path, std::string_view text) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!file.ok()) return fail(ErrorKind::broken, "key-file-unwritable", path.string());
  while (!text.empty()) {
    const auto wrote = ::write(file.get(), text.data(), text.size());
    if (wrote <= 0) return fail(ErrorKind::broken, "key-file-unwritable", path.string());
    text.remove_prefix(static_cast<std::size_t>(wrote));
  }
  if (::fsync(file.get()) != 0) return fail(ErrorKind::broken, "key-file-unwritable", path.string());
  return {};
}

Result<void> readable_by_owner_alone(const Descriptor& at, const fs::path& path) {
  struct stat status{};
  if (::fstat(at.get(), &status) != 0) return fail(ErrorKind::broken, "key-file-damaged", path.string());
  if ((status.st_mode & 077U) != 0) return fail(ErrorKind::broken, "key-file-readable", path.string());
  return {};
}

Result<crypto::WipingString> read_secret_file(const fs::path& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  if (!file.ok()) return fail(ErrorKind::broken, "key-file-damaged", path.string());
  TRY_VOID(readable_by_owner_alone(file, path));
  crypto::WipingString text;
  text.resize(key_file_bytes_max);
  const auto got = ::read(file.get(), text.data(), text.size());
  if (got < 0) return fail(ErrorKind::broken, "key-file-damaged", path.string());
  text.resize(static_cast<std::size_t>(got));
  return text;
}

/// Base64url of a key, into memory that wipes itself; the encoder's own copy is wiped here.
crypto::WipingString secret_text(ByteView key) {
  auto plain = to_base64url(key);
  crypto::WipingString text{std::string_view(plain)};
  crypto::wipe(plain.data(), plain.size());
  return text;
}

Result<crypto::Key> key_from(const fs::path& path, std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  auto bytes = from_base64url(text);
  if (!bytes) return fail(ErrorKind::broken, "key-file-damaged", path.string());
  auto key = crypto::Key::from(*bytes);
  crypto::wipe(*bytes);
  if (!key) return fail(ErrorKind::broken, "key-file-damaged", path.string());
  return std::move(*key);
}

Result<crypto::Key> read_key(const fs::path& path) {
  const auto text = TRY(read_secret_file(path));
  return key_from(path, text.view());
}

Result<void> write_key(const fs::path& path, const crypto::Key& key) {
  auto text = secret_text(key.reveal());
  text += '\n';
  return write_secret_file(path, text.view());
}

/// "name value" lines under a heading.
std::optional<std::string_view> line_of(std::string_view text, std::string_view name) {
  const auto start = text.find(fmt::format("\n{} ", name));
  if (start == std::string_view::npos) return std::nullopt;
  const auto from = start + name.size() + 2;
  const auto end = text.find('\n', from);
  if (end == std::string_view::npos) return std::nullopt;
  return text.substr(from, end - from);
}

}  // namespace

/// Reads and writes the folder `keys`.
struct HouseFiles {
  static constexpr std::string_view heading = "kulla house 1\n";

  static Result<HouseKeys> read(const fs::path& folder) {
    const Descriptor at(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!at.ok()) return fail(ErrorKind::missing, "no-house", folder.string());
    TRY_VOID(readable_by_owner_alone(at, folder));
    const auto path = folder / "house";
    const auto text = TRY(read_secret_file(path));
    const auto damaged = fail(ErrorKind::broken, "key-file-damaged", path.string());
    if (!text.view().starts_with(heading)) return damaged;
    const auto id = HouseId::parse(line_of(text.view(), "id").value_or(""));
    const auto root_bytes = from_base64url(line_of(text.view(), "root").value_or(""));
    const auto root = root_bytes ? crypto::SignPublic::from(*root_bytes) : std::nullopt;
    const auto demo = line_of(text.view(), "demo").value_or("");
    if (!id || !root || (demo != "yes" && demo != "no")) return damaged;
    auto server = TRY(read_key(folder / "server"));
    auto master = TRY(read_key(folder / "master"));
    auto log = TRY(read_key(folder / "log"));
    return HouseKeys(*id, demo == "yes", *root, std::move(server), std::move(master),
                     crypto::SignSecret::from(std::move(log)));
  }

  static Result<void> write(const HouseKeys& keys, const fs::path& folder) {
    const auto text = fmt::format("{}id {}\nroot {}\ndemo {}\n", heading, keys.id_.text(),
                                  to_base64url(keys.root_.bytes), keys.demo_ ? "yes" : "no");
    TRY_VOID(write_secret_file(folder / "house", text));
    TRY_VOID(write_key(folder / "server", keys.server_));
    TRY_VOID(write_key(folder / "master", keys.master_));
    TRY_VOID(write_key(folder / "log", keys.log_.seed()));
    return sync_folder(folder);
  }

  static HouseKeys make(bool demo, const crypto::SignPublic& root, Instant now, Chance& chance) {
    return {HouseId::make(now, chance),          demo, root, crypto::Key::random(chance), crypto::Key::random(chance),
            crypto::SignSecret::generate(chance)};
  }
};

HouseKeys::HouseKeys(HouseId id, bool demo, crypto::SignPublic root, crypto::Key server, crypto::Key master,
                     crypto::SignSecret log)
    : id_(id),
      demo_(demo),
      root_(root),
      server_(std::move(server)),
      master_(std::move(master)),
      names_(crypto::hkdf_expand_key(server_, "kulla/sign-in-name/1")),
      log_(std::move(log)) {}

Result<HouseKeys> HouseKeys::open(const fs::path& data_folder) { return HouseFiles::read(data_folder / "keys"); }

NameHash HouseKeys::name_hash(std::string_view folded_name) const {
  return crypto::hmac_sha256(names_.reveal(), bytes_of(folded_name));
}

Result<void> check_password(std::string_view password, std::string_view pointer) {
  if (password.size() > crypto::password_bytes_max)
    return refuse("password-too-long", pointer, {{"limit", std::to_string(crypto::password_bytes_max)}});
  // Characters, not bytes: a password in Cyrillic is not half as good.
  const auto characters =
      std::ranges::count_if(password, [](char c) { return (static_cast<Byte>(c) & 0xC0U) != 0x80U; });
  if (static_cast<std::size_t>(characters) < password_characters_min)
    return refuse("password-too-short", pointer, {{"limit", std::to_string(password_characters_min)}});
  return {};
}

namespace {

Result<void> check_founding(const Founding& founding) {
  std::set<StreamId> agencies;
  std::set<AccountId> accounts;
  for (const auto& officer : founding.officers) {
    agencies.insert(officer.agency);
    accounts.insert(officer.account);
    TRY_VOID(check_password(officer.password.view()));
  }
  if (accounts.size() < 2 || accounts.size() != founding.officers.size())
    return refuse("too-few-officers", "/officers");
  if (agencies.size() < 2) return refuse("officers-of-one-agency", "/officers");
  return {};
}

eventlog::NewEvent founding_event(StreamId stream, eventlog::StreamKind kind, eventlog::EventType type, Instant now,
                                  eventlog::OpenText open) {
  return {.stream = stream,
          .kind = kind,
          .type = type,
          .occurred_at = now,
          .occurred_precision = Precision::second,
          .open = std::move(open),
          .sections = {},
          .cause = {}};
}

/// The log's first batch: the officers' keys under the root key, and their group.
Result<KeyChange> first_batch(const HouseKeys& house, const crypto::SignSecret& root, const Founding& founding,
                              Instant now, Chance& chance) {
  using eventlog::encode_open;
  using eventlog::StreamKind;
  const KeyTables tables(house.master(), chance);
  const auto house_stream = house.id().as<StreamTag>();
  const auto group = founding.administrators;
  const auto group_pair = KeyPair::generate(chance);
  std::optional<KeyPair> first;
  KeyChange change;
  change.expect = {{house_stream, 0}, {group.as<StreamTag>(), 0}};

  HouseFounded founded;
  founded.open = {{root.public_key().bytes}, group, founding.demo};
  change.events.push_back(
      founding_event(house_stream, StreamKind::house, founded.type, now, encode_open(founded.open)));
  for (const auto& officer : founding.officers) {
    auto pair = KeyPair::generate(chance);
    const auto stream = officer.account.as<StreamTag>();
    const auto stated = to_event(sign_as_root(house.id(), root, officer.account, 1, pair.public_keys()));
    change.expect.push_back({stream, 0});
    change.events.push_back(founding_event(stream, StreamKind::account, stated.type, now, encode_open(stated.open)));

    AccountSecret secret{.account = officer.account,
                         .factor = Factor::password,
                         .cost = founding.cost,
                         .salt = {},
                         .wrapped_private = {}};
    chance.fill(secret.salt);
    const auto stretched = TRY(crypto::stretch(bytes_of(officer.password.view()), secret.salt, secret.cost));
    secret.wrapped_private = wrap_seed(stretched, officer.account, pair.seed(), chance);
    change.rows.push_back(tables.put(secret));
    change.rows.push_back(tables.insert(new_vault(pair, officer.account, 1, now, chance)));
    change.rows.push_back(tables.insert(MembershipKey{
        .group = group,
        .epoch = 1,
        .account = officer.account,
        .sealed_group_private = TRY(crypto::seal_box(pair.box().public_key(), group_pair.seed().reveal())),
        .admitted_by = founding.officers.front().account}));
    if (!first) first = std::move(pair);
  }

  const auto first_officer = founding.officers.front().account;
  const auto group_stream = group.as<StreamTag>();
  GroupOpened opened;
  opened.open.first_member = first_officer;
  change.events.push_back(founding_event(group_stream, StreamKind::group, opened.type, now, encode_open(opened.open)));
  const auto stated =
      to_event(sign_as_account(house.id(), first->sign(), first_officer, 1, group, 1, group_pair.public_keys()));
  change.events.push_back(founding_event(group_stream, StreamKind::group, stated.type, now, encode_open(stated.open)));
  for (const auto& officer : founding.officers) {
    MemberAdmitted admitted;
    admitted.open = {.account = officer.account, .by = first_officer};
    change.events.push_back(
        founding_event(group_stream, StreamKind::group, admitted.type, now, encode_open(admitted.open)));
  }
  change.rows.push_back(tables.insert(new_vault(group_pair, group, 1, now, chance)));
  return change;
}

Result<void> export_root(const fs::path& path, HouseId house, const crypto::SignSecret& root) {
  crypto::WipingString text(std::string_view("kulla root key 1\nhouse "));
  text += house.text();
  text += "\nseed ";
  text += secret_text(root.seed().reveal()).view();
  text += "\n";
  TRY_VOID(write_secret_file(path, text.view()));
  return sync_folder(path.has_parent_path() ? path.parent_path() : fs::path("."));
}

bool lies_inside(const fs::path& path, const fs::path& folder) {
  const auto inner = fs::weakly_canonical(path);
  const auto outer = fs::weakly_canonical(folder);
  return std::ranges::mismatch(outer, inner).in1 == outer.end();
}

}  // namespace

Result<Founded> found_house(const fs::path& data_folder, const fs::path& root_key_file, const Founding& founding,
                            Instant now, Chance& chance) {
  TRY_VOID(check_founding(founding));
  const auto folder = data_folder / "keys";
  std::error_code error;
  if (fs::exists(folder, error)) return fail(ErrorKind::conflict, "house-exists", folder.string());
  if (lies_inside(root_key_file, data_folder)) return refuse("root-key-file-inside", "/root_key_file");
  if (fs::exists(root_key_file, error)) return refuse("root-key-file-exists", "/root_key_file");

  const auto root = crypto::SignSecret::generate(chance);
  auto house = HouseFiles::make(founding.demo, root.public_key(), now, chance);
  auto change = TRY(first_batch(house, root, founding, now, chance));

  // All key files appear at once, by the last rename: a founding that was cut off leaves no house.
  const auto unfinished = data_folder / "keys.new";
  fs::remove_all(unfinished, error);
  fs::create_directories(data_folder, error);
  if (::mkdir(unfinished.c_str(), 0700) != 0)
    return fail(ErrorKind::broken, "key-file-unwritable", unfinished.string());
  TRY_VOID(HouseFiles::write(house, unfinished));
  TRY_VOID(export_root(root_key_file, house.id(), root));
  fs::rename(unfinished, folder, error);
  if (error) return fail(ErrorKind::broken, "key-file-unwritable", folder.string());
  TRY_VOID(sync_folder(data_folder));
  return Founded{std::move(house), std::move(change)};
}

}  // namespace kulla::keys
