#include "eventlog/sqlite/sqlite_store.hpp"

#include "crypto/chance.hpp"
#include "eventlog/store_contract.hpp"
#include "support/shared_data.hpp"

namespace kulla::eventlog::test {
namespace {

class SqliteBackend {
 public:
  SqliteBackend() { open(true); }
  Store& store() { return *store_; }
  ManualClock& clock() { return clock_; }
  void reopen() {
    store_.reset();
    open(false);
  }

 private:
  void open(bool create) {
    auto opened = open_sqlite_store({.folder = folder_.path().string(),
                                     .create = create,
                                     .house = {stream_id(0).bytes},
                                     .clock = &clock_,
                                     .chance = &chance_,
                                     .tables = sample_tables});
    if (!opened) throw std::runtime_error(to_line(opened.error()));
    store_ = std::move(*opened);
  }
  kulla::test::TemporaryFolder folder_;
  ManualClock clock_{Instant{1'700'000'000'000'000}};
  crypto::SystemChance chance_;
  std::unique_ptr<Store> store_;
};

}  // namespace

INSTANTIATE_TYPED_TEST_SUITE_P(sqlite, StoreContract, testing::Types<SqliteBackend>);

}  // namespace kulla::eventlog::test
