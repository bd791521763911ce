#include "eventlog/sqlite/database.hpp"

#include <utility>

#include <fmt/format.h>
#include <sqlite3.h>

#include "base/invariant.hpp"

namespace kulla::eventlog::sqlite {
namespace {

Error error_with(ErrorKind kind, std::string_view code, std::string where) {
  return {.kind = kind, .code = std::string(code), .where = std::move(where), .findings = {}};
}

int authorize(void*, int action, const char*, const char* name, const char*, const char*) {
  if (action == SQLITE_ATTACH || action == SQLITE_DETACH) return SQLITE_DENY;
  if (action == SQLITE_FUNCTION && name != nullptr && sqlite3_stricmp(name, "load_extension") == 0) return SQLITE_DENY;
  return SQLITE_OK;
}

void check_bind(int code) { invariant_fatal(code == SQLITE_OK, "a parameter fits its statement"); }

}  // namespace

Error error_of(int code, std::string_view what) {
  const auto where = fmt::format("{}: sqlite {} ({})", what, sqlite3_errstr(code), code);
  switch (code & 0xFF) {
    case SQLITE_FULL:
      return error_with(ErrorKind::full, "disk-full", where);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return error_with(ErrorKind::broken, "store-damaged",
                        where +
                            "; `kulla doctor` says what is damaged; restore the last backup, or, if only read "
                            "tables are, `kulla rebuild`");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return error_with(ErrorKind::unavailable, "store-busy", where);
  }
  if (code == SQLITE_CONSTRAINT_PRIMARYKEY || code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_ROWID)
    return error_with(ErrorKind::conflict, "row-exists", where);
  return error_with(ErrorKind::broken, "store-failed", where);
}

Statement::Statement(Statement&& other) noexcept : statement_(std::exchange(other.statement_, nullptr)) {}
Statement& Statement::operator=(Statement&& other) noexcept {
  std::swap(statement_, other.statement_);
  return *this;
}
Statement::~Statement() { sqlite3_finalize(statement_); }

Statement& Statement::bind(int at, std::int64_t value) {
  check_bind(sqlite3_bind_int64(statement_, at, value));
  return *this;
}
Statement& Statement::bind(int at, std::string_view text) {
  const auto* from = text.data() == nullptr ? "" : text.data();
  check_bind(sqlite3_bind_text64(statement_, at, from, text.size(), SQLITE_STATIC, SQLITE_UTF8));
  return *this;
}
Statement& Statement::bind(int at, ByteView bytes) {
  if (bytes.empty()) {
    check_bind(sqlite3_bind_zeroblob(statement_, at, 0));
  } else {
    check_bind(sqlite3_bind_blob64(statement_, at, bytes.data(), bytes.size(), SQLITE_STATIC));
  }
  return *this;
}
Statement& Statement::bind(int at, const Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return bind(at, *number);
  if (const auto* text = std::get_if<std::string>(&value)) return bind(at, std::string_view(*text));
  if (const auto* bytes = std::get_if<Bytes>(&value)) return bind(at, ByteView(*bytes));
  return bind_null(at);
}
Statement& Statement::bind_null(int at) {
  check_bind(sqlite3_bind_null(statement_, at));
  return *this;
}
Statement& Statement::bind_id(int at, const ByteArray<16>& id) {
  if (id == ByteArray<16>{}) return bind_null(at);
  return bind(at, ByteView(id));
}

Result<bool> Statement::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  const int told = sqlite3_reset(statement_);
  if (code == SQLITE_DONE) return false;
  return tl::unexpected(error_of(told, "statement"));
}
Result<void> Statement::run() {
  const int code = run_code();
  if (code != SQLITE_OK) return tl::unexpected(error_of(code, "statement"));
  return {};
}
int Statement::run_code() {
  const int code = sqlite3_step(statement_);
  const int told = sqlite3_reset(statement_);
  return code == SQLITE_DONE || code == SQLITE_ROW ? SQLITE_OK : told;
}
void Statement::reset() {
  if (statement_ != nullptr) sqlite3_reset(statement_);
}

bool Statement::is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_, column); }
std::string_view Statement::text(int column) const {
  const auto bytes = blob(column);
  return text_of(bytes);
}
ByteView Statement::blob(int column) const {
  const auto* from = static_cast<const Byte*>(sqlite3_column_blob(statement_, column));
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
  return from == nullptr ? ByteView{} : ByteView{from, size};
}
Value Statement::value(int column) const {
  switch (sqlite3_column_type(statement_, column)) {
    case SQLITE_INTEGER:
      return integer(column);
    case SQLITE_TEXT:
      return std::string(text(column));
    case SQLITE_BLOB: {
      const auto bytes = blob(column);
      return Bytes(bytes.begin(), bytes.end());
    }
  }
  return std::monostate{};
}

Result<Connection> Connection::open(const std::string& path, const char* vfs, Use use) {
  sqlite3* handle = nullptr;
  const int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                    (use == Use::write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY);
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags, vfs);
  Connection connection(handle);
  if (code != SQLITE_OK) return tl::unexpected(error_of(code, "open"));
  TRY_VOID(connection.harden(use));
  return connection;
}

Result<void> Connection::harden(Use use) {
  const std::pair<int, int> settings[] = {{SQLITE_DBCONFIG_DEFENSIVE, 1},
                                          {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
                                          {SQLITE_DBCONFIG_DQS_DML, 0},
                                          {SQLITE_DBCONFIG_DQS_DDL, 0},
                                          {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
                                          // The writer alone checkpoints, and never by the way.
                                          {SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1}};
  for (const auto& [option, value] : settings) {
    int now = 0;
    const int code = sqlite3_db_config(handle_, option, value, &now);
    if (code != SQLITE_OK || now != value) return tl::unexpected(error_of(code, "db_config"));
  }
  TRY_VOID(run("PRAGMA temp_store=MEMORY; PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA foreign_keys=ON"));
  if (use == Use::write) {
    TRY_VOID(
        run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0; "
            "PRAGMA secure_delete=ON; PRAGMA cache_size=-16384"));
  } else {
    TRY_VOID(run("PRAGMA query_only=ON; PRAGMA cache_size=-1024"));
  }
  sqlite3_set_authorizer(handle_, authorize, nullptr);
  return {};
}

Connection::Connection(Connection&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
Connection& Connection::operator=(Connection&& other) noexcept {
  std::swap(handle_, other.handle_);
  return *this;
}
Connection::~Connection() { sqlite3_close_v2(handle_); }

Result<void> Connection::run(const std::string& sql) {
  const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return tl::unexpected(error_of(code, sql.substr(0, 60)));
  return {};
}
Result<Statement> Connection::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                      &statement, nullptr);
  if (code != SQLITE_OK) return tl::unexpected(error_of(code, sql.substr(0, 60)));
  return Statement(statement);
}
Result<std::int64_t> Connection::number(std::string_view sql) {
  auto statement = TRY(prepare(sql));
  const bool found = TRY(statement.step());
  return found ? statement.integer(0) : 0;
}
std::int64_t Connection::last_insert_rowid() const { return sqlite3_last_insert_rowid(handle_); }
bool Connection::in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }
int Connection::checkpoint(bool truncate) {
  return sqlite3_wal_checkpoint_v2(handle_, nullptr, truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE,
                                   nullptr, nullptr);
}

}  // namespace kulla::eventlog::sqlite
