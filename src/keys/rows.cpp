#include "keys/rows.hpp"

#include <charconv>

#include <fmt/format.h>

#include "crypto/aead.hpp"
#include "keys/tables.hpp"

namespace kulla::keys {

using eventlog::Row;
using eventlog::Scan;
using eventlog::Table;
using eventlog::Value;

namespace {

// So many wraps, memberships or sessions belong to one thing at the most; more is a damaged table, and is told.
constexpr std::size_t rows_of_one_max = 10'000;
constexpr std::size_t sweep_rows_max = 1'000;

void add_number(Bytes& to, std::uint64_t number) {
  for (int shift = 56; shift >= 0; shift -= 8) to.push_back(static_cast<Byte>(number >> static_cast<unsigned>(shift)));
}
void add_piece(Bytes& to, ByteView piece) {
  add_number(to, piece.size());
  append(to, piece);
}

Bytes column_aad(const Table& table, const Row& row, std::size_t column) {
  Bytes aad;
  add_piece(aad, bytes_of("kulla/column/1"));
  add_piece(aad, bytes_of(table.name));
  add_piece(aad, bytes_of(table.columns[column].name));
  for (std::size_t i = 0; i < table.key_columns; ++i) {
    if (const auto* bytes = std::get_if<Bytes>(&row[i])) add_piece(aad, *bytes);
    if (const auto* number = std::get_if<std::int64_t>(&row[i])) {
      Bytes eight;
      add_number(eight, static_cast<std::uint64_t>(*number));
      add_piece(aad, eight);
    }
  }
  return aad;
}

template <class Tag>
Value blob(const Id<Tag>& id) {
  return id.to_bytes();
}
template <std::size_t size>
Value blob(const ByteArray<size>& bytes) {
  return Bytes(bytes.begin(), bytes.end());
}
/// Kind and id: an envelope's recipient says itself what it is.
Value blob(const Principal& who) {
  Bytes made{static_cast<Byte>(who.kind)};
  append(made, who.id);
  return made;
}
template <class Enum>
Value number(Enum value) {
  return static_cast<std::int64_t>(value);
}

std::string kdf_text(crypto::PasswordCost cost) { return fmt::format("argon2id/{}/{}", cost.memory_kib, cost.passes); }
std::optional<crypto::PasswordCost> kdf_from(std::string_view text) {
  constexpr std::string_view head = "argon2id/";
  if (!text.starts_with(head)) return std::nullopt;
  crypto::PasswordCost cost;
  const auto* at = text.data() + head.size();
  const auto* end = text.data() + text.size();
  const auto memory = std::from_chars(at, end, cost.memory_kib);
  if (memory.ec != std::errc() || memory.ptr == end || *memory.ptr != '/') return std::nullopt;
  const auto passes = std::from_chars(memory.ptr + 1, end, cost.passes);
  if (passes.ec != std::errc() || passes.ptr != end) return std::nullopt;
  return cost;
}

/// Reads a row's columns by number; the first that has another form is remembered, and told once at the end.
class Reader {
 public:
  Reader(const Row& row, const Table& table) : row_(row), table_(table) { good_ = row.size() == table.columns.size(); }

  template <class IdType>
  IdType id(std::size_t at) {
    const auto* bytes = column<Bytes>(at);
    const auto found = bytes == nullptr ? std::nullopt : IdType::from_bytes(*bytes);
    good_ = good_ && found;
    return found.value_or(IdType{});
  }
  template <std::size_t size>
  ByteArray<size> fixed(std::size_t at) {
    ByteArray<size> made{};
    const auto* bytes = column<Bytes>(at);
    good_ = good_ && bytes != nullptr && bytes->size() == size;
    if (good_) std::copy(bytes->begin(), bytes->end(), made.begin());
    return made;
  }
  Principal principal(std::size_t at) {
    const auto bytes = fixed<17>(at);
    good_ = good_ && bytes[0] <= 1;
    Principal who;
    who.kind = static_cast<PrincipalKind>(good_ ? bytes[0] : 0);
    std::copy(bytes.begin() + 1, bytes.end(), who.id.begin());
    return who;
  }
  std::int64_t number(std::size_t at) {
    const auto* value = column<std::int64_t>(at);
    good_ = good_ && value != nullptr;
    return value == nullptr ? 0 : *value;
  }
  template <class Enum>
  Enum word(std::size_t at, int count) {
    const auto value = number(at);
    good_ = good_ && value >= 0 && value < count;
    return static_cast<Enum>(good_ ? value : 0);
  }
  Epoch epoch(std::size_t at) { return static_cast<Epoch>(number(at)); }
  Instant instant(std::size_t at) { return {number(at)}; }
  std::optional<Instant> instant_or_none(std::size_t at) {
    if (good_ && std::holds_alternative<std::monostate>(row_[at])) return std::nullopt;
    return instant(at);
  }
  std::string text(std::size_t at) {
    const auto* value = column<std::string>(at);
    good_ = good_ && value != nullptr;
    return value == nullptr ? std::string() : *value;
  }
  Result<void> done() const {
    if (good_) return {};
    return fail(ErrorKind::broken, "row-damaged", table_.name);
  }

 private:
  template <class T>
  const T* column(std::size_t at) {
    return good_ ? std::get_if<T>(&row_[at]) : nullptr;
  }
  const Row& row_;
  const Table& table_;
  bool good_ = true;
};

TableWrite write(TableWrite::Kind kind, const Table& table, Row row) { return {kind, &table, std::move(row)}; }

Value optional_instant(const std::optional<Instant>& at) { return at ? Value(at->micros) : Value(std::monostate{}); }

}  // namespace

void KeyTables::encipher(const Table& table, Row& row, std::size_t column) const {
  auto& value = std::get<Bytes>(row[column]);
  value = crypto::seal(master_, value, column_aad(table, row, column), chance_);
}

Result<Bytes> KeyTables::decipher(const Table& table, const Row& row, std::size_t column) const {
  const auto* cipher = column < row.size() ? std::get_if<Bytes>(&row[column]) : nullptr;
  if (cipher == nullptr) return fail(ErrorKind::broken, "row-damaged", table.name);
  auto plain = crypto::open(master_, *cipher, column_aad(table, row, column));
  // Another master, another row's column, or a changed bit.
  if (!plain) return fail(ErrorKind::broken, "key-row-not-authentic", table.name);
  return Bytes(plain->begin(), plain->end());
}

// Encoding.

TableWrite KeyTables::put(const AccountSecret& row) const {
  Row made{blob(row.account), number(row.factor), kdf_text(row.cost), blob(row.salt), row.wrapped_private};
  encipher(account_secret_table, made, 4);
  return write(TableWrite::Kind::put, account_secret_table, std::move(made));
}
TableWrite KeyTables::insert(const MembershipKey& row) const {
  Row made{blob(row.group), number(row.epoch), blob(row.account), row.sealed_group_private, blob(row.admitted_by)};
  encipher(membership_key_table, made, 3);
  return write(TableWrite::Kind::insert, membership_key_table, std::move(made));
}
TableWrite KeyTables::insert(const GroupChain& row) const {
  Row made{blob(row.group), number(row.epoch), row.sealed_previous_private};
  encipher(group_chain_table, made, 2);
  return write(TableWrite::Kind::insert, group_chain_table, std::move(made));
}
TableWrite KeyTables::insert(const Envelope& row) const {
  Row made{blob(row.id), blob(row.recipient), number(row.epoch), number(row.kind), row.box};
  encipher(envelope_table, made, 4);
  return write(TableWrite::Kind::insert, envelope_table, std::move(made));
}
Row KeyTables::row_of(const DataKey& row) const {
  return {blob(row.id), blob(row.stream), row.compartment, number(row.epoch), blob(row.fingerprint), number(row.state)};
}
TableWrite KeyTables::insert(const DataKey& row) const {
  return write(TableWrite::Kind::insert, data_key_table, row_of(row));
}
TableWrite KeyTables::put(const DataKey& row) const {
  return write(TableWrite::Kind::put, data_key_table, row_of(row));
}
TableWrite KeyTables::put(const Wrap& row) const {
  Row made{blob(row.data_key), blob(row.envelope), row.bytes, row.ground, optional_instant(row.until)};
  encipher(wrap_table, made, 2);
  return write(TableWrite::Kind::put, wrap_table, std::move(made));
}
Row KeyTables::row_of(const SessionRow& row) const {
  Row made{blob(row.token_hash), blob(row.account), row.sealed_private,
           row.created.micros,   row.seen.micros,   optional_instant(row.step_up_until),
           number(row.state)};
  encipher(session_table, made, 2);
  return made;
}
TableWrite KeyTables::insert(const SessionRow& row) const {
  return write(TableWrite::Kind::insert, session_table, row_of(row));
}
TableWrite KeyTables::put(const SessionRow& row) const {
  return write(TableWrite::Kind::put, session_table, row_of(row));
}

TableWrite KeyTables::erase_account_secret(AccountId account, Factor factor) {
  return write(TableWrite::Kind::erase, account_secret_table, {blob(account), number(factor)});
}
TableWrite KeyTables::erase_membership(GroupId group, Epoch epoch, AccountId account) {
  return write(TableWrite::Kind::erase, membership_key_table, {blob(group), number(epoch), blob(account)});
}
TableWrite KeyTables::erase_envelope(EnvelopeId id) {
  return write(TableWrite::Kind::erase, envelope_table, {blob(id)});
}
TableWrite KeyTables::erase_wrap(DataKeyId data_key, EnvelopeId envelope) {
  return write(TableWrite::Kind::erase, wrap_table, {blob(data_key), blob(envelope)});
}
TableWrite KeyTables::erase_session(const crypto::Hash& token_hash) {
  return write(TableWrite::Kind::erase, session_table, {blob(token_hash)});
}

// Decoding.

template <>
Result<AccountSecret> KeyTables::decode(const Row& row) const {
  Reader reader(row, account_secret_table);
  AccountSecret made{.account = reader.id<AccountId>(0),
                     .factor = reader.word<Factor>(1, 1),
                     .cost = {},
                     .salt = {},
                     .wrapped_private = {}};
  const auto cost = kdf_from(reader.text(2));
  made.salt = reader.fixed<16>(3);
  TRY_VOID(reader.done());
  if (!cost) return fail(ErrorKind::broken, "row-damaged", account_secret_table.name);
  made.cost = *cost;
  made.wrapped_private = TRY(decipher(account_secret_table, row, 4));
  return made;
}
template <>
Result<MembershipKey> KeyTables::decode(const Row& row) const {
  Reader reader(row, membership_key_table);
  MembershipKey made{.group = reader.id<GroupId>(0),
                     .epoch = reader.epoch(1),
                     .account = reader.id<AccountId>(2),
                     .sealed_group_private = {},
                     .admitted_by = reader.id<AccountId>(4)};
  TRY_VOID(reader.done());
  made.sealed_group_private = TRY(decipher(membership_key_table, row, 3));
  return made;
}
template <>
Result<GroupChain> KeyTables::decode(const Row& row) const {
  Reader reader(row, group_chain_table);
  GroupChain made{.group = reader.id<GroupId>(0), .epoch = reader.epoch(1), .sealed_previous_private = {}};
  TRY_VOID(reader.done());
  made.sealed_previous_private = TRY(decipher(group_chain_table, row, 2));
  return made;
}
template <>
Result<Envelope> KeyTables::decode(const Row& row) const {
  Reader reader(row, envelope_table);
  Envelope made{.id = reader.id<EnvelopeId>(0),
                .recipient = reader.principal(1),
                .epoch = reader.epoch(2),
                .kind = reader.word<EnvelopeKind>(3, 2),
                .box = {}};
  TRY_VOID(reader.done());
  made.box = TRY(decipher(envelope_table, row, 4));
  return made;
}
template <>
Result<DataKey> KeyTables::decode(const Row& row) const {
  Reader reader(row, data_key_table);
  DataKey made{.id = reader.id<DataKeyId>(0),
               .stream = reader.id<StreamId>(1),
               .compartment = reader.text(2),
               .epoch = reader.epoch(3),
               .fingerprint = reader.fixed<32>(4),
               .state = reader.word<DataKeyState>(5, 3)};
  TRY_VOID(reader.done());
  return made;
}
template <>
Result<Wrap> KeyTables::decode(const Row& row) const {
  Reader reader(row, wrap_table);
  Wrap made{.data_key = reader.id<DataKeyId>(0),
            .envelope = reader.id<EnvelopeId>(1),
            .bytes = {},
            .ground = reader.text(3),
            .until = reader.instant_or_none(4)};
  TRY_VOID(reader.done());
  made.bytes = TRY(decipher(wrap_table, row, 2));
  return made;
}
template <>
Result<SessionRow> KeyTables::decode(const Row& row) const {
  Reader reader(row, session_table);
  SessionRow made{.token_hash = reader.fixed<32>(0),
                  .account = reader.id<AccountId>(1),
                  .sealed_private = {},
                  .created = reader.instant(3),
                  .seen = reader.instant(4),
                  .step_up_until = reader.instant_or_none(5),
                  .state = reader.word<SessionState>(6, 2)};
  TRY_VOID(reader.done());
  made.sealed_private = TRY(decipher(session_table, row, 2));
  return made;
}

template <class T>
Result<std::optional<T>> KeyTables::get(const Snapshot& snapshot, const Table& table, const Row& key) const {
  const auto row = TRY(snapshot.get(table, key));
  if (!row) return std::optional<T>();
  return std::optional<T>(TRY(decode<T>(*row)));
}

template <class T>
Result<std::vector<T>> KeyTables::scan(const Snapshot& snapshot, const Scan& scan) const {
  const auto rows = TRY(snapshot.scan(scan));
  if (rows.size() >= rows_of_one_max) return fail(ErrorKind::broken, "too-many-key-rows", scan.table->name);
  std::vector<T> all;
  all.reserve(rows.size());
  for (const auto& row : rows) all.push_back(TRY(decode<T>(row)));
  return all;
}

// Questions.

Result<std::optional<AccountSecret>> KeyTables::account_secret(const Snapshot& snapshot, AccountId account,
                                                               Factor factor) const {
  return get<AccountSecret>(snapshot, account_secret_table, {blob(account), number(factor)});
}
Result<std::optional<MembershipKey>> KeyTables::membership(const Snapshot& snapshot, GroupId group, Epoch epoch,
                                                           AccountId account) const {
  return get<MembershipKey>(snapshot, membership_key_table, {blob(group), number(epoch), blob(account)});
}
Result<std::vector<MembershipKey>> KeyTables::memberships(const Snapshot& snapshot, AccountId account) const {
  return scan<MembershipKey>(snapshot, {.table = &membership_key_table,
                                        .index = "membership_key_account",
                                        .equal = {blob(account)},
                                        .from = {},
                                        .before = {},
                                        .limit = rows_of_one_max});
}
Result<std::optional<GroupChain>> KeyTables::chain(const Snapshot& snapshot, GroupId group, Epoch epoch) const {
  return get<GroupChain>(snapshot, group_chain_table, {blob(group), number(epoch)});
}
Result<std::optional<Envelope>> KeyTables::envelope(const Snapshot& snapshot, EnvelopeId id) const {
  return get<Envelope>(snapshot, envelope_table, {blob(id)});
}
Result<std::optional<Envelope>> KeyTables::vault(const Snapshot& snapshot, Principal recipient, Epoch epoch) const {
  auto found = TRY(scan<Envelope>(snapshot, {.table = &envelope_table,
                                             .index = "envelope_vault",
                                             .equal = {blob(recipient), number(epoch)},
                                             .from = {},
                                             .before = {},
                                             .limit = 1}));
  if (found.empty()) return std::optional<Envelope>();
  return std::optional(std::move(found.front()));
}
Result<std::optional<DataKey>> KeyTables::data_key(const Snapshot& snapshot, DataKeyId id) const {
  return get<DataKey>(snapshot, data_key_table, {blob(id)});
}
Result<std::optional<DataKey>> KeyTables::last_data_key(const Snapshot& snapshot, StreamId stream,
                                                        std::string_view compartment) const {
  auto found = TRY(scan<DataKey>(snapshot, {.table = &data_key_table,
                                            .index = "data_key_of",
                                            .equal = {blob(stream), std::string(compartment)},
                                            .from = {},
                                            .before = {},
                                            .descending = true,
                                            .limit = 1}));
  if (found.empty()) return std::optional<DataKey>();
  return std::optional(std::move(found.front()));
}
Result<std::vector<DataKey>> KeyTables::data_keys_after(const Snapshot& snapshot, std::optional<DataKeyId> last) const {
  constexpr std::size_t page = 1'000;
  auto found = TRY(scan<DataKey>(snapshot, {.table = &data_key_table,
                                            .index = {},
                                            .equal = {},
                                            .from = last ? std::optional(blob(*last)) : std::nullopt,
                                            .before = {},
                                            .limit = page}));
  if (last && !found.empty() && found.front().id == *last) found.erase(found.begin());
  return found;
}
Result<std::vector<Wrap>> KeyTables::wraps_of(const Snapshot& snapshot, DataKeyId data_key) const {
  return scan<Wrap>(snapshot, {.table = &wrap_table,
                               .index = {},
                               .equal = {blob(data_key)},
                               .from = {},
                               .before = {},
                               .limit = rows_of_one_max});
}
Result<std::vector<Wrap>> KeyTables::wraps_in(const Snapshot& snapshot, EnvelopeId envelope) const {
  return scan<Wrap>(snapshot, {.table = &wrap_table,
                               .index = "wrap_envelope",
                               .equal = {blob(envelope)},
                               .from = {},
                               .before = {},
                               .limit = rows_of_one_max});
}
Result<std::optional<SessionRow>> KeyTables::session(const Snapshot& snapshot, const crypto::Hash& token_hash) const {
  return get<SessionRow>(snapshot, session_table, {blob(token_hash)});
}
Result<std::vector<SessionRow>> KeyTables::sessions_of(const Snapshot& snapshot, AccountId account) const {
  return scan<SessionRow>(snapshot, {.table = &session_table,
                                     .index = "session_account",
                                     .equal = {blob(account)},
                                     .from = {},
                                     .before = {},
                                     .limit = rows_of_one_max});
}
Result<std::vector<SessionRow>> KeyTables::sessions_seen_before(const Snapshot& snapshot, SessionState state,
                                                                Instant at) const {
  return scan<SessionRow>(snapshot, {.table = &session_table,
                                     .index = "session_seen",
                                     .equal = {number(state)},
                                     .from = {},
                                     .before = Value(at.micros),
                                     .limit = sweep_rows_max});
}
Result<std::vector<SessionRow>> KeyTables::sessions_created_before(const Snapshot& snapshot, Instant at) const {
  return scan<SessionRow>(snapshot, {.table = &session_table,
                                     .index = "session_created",
                                     .equal = {},
                                     .from = {},
                                     .before = Value(at.micros),
                                     .limit = sweep_rows_max});
}

}  // namespace kulla::keys
