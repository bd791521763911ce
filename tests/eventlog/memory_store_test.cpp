#include "eventlog/memory/memory_store.hpp"

#include "eventlog/store_contract.hpp"
#include "support/seed.hpp"

namespace kulla::eventlog::test {
namespace {

class MemoryBackend {
 public:
  MemoryBackend() {
    store_ = open_memory_store(
        {.house = {stream_id(0).bytes}, .clock = &clock_, .chance = &chance_, .tables = sample_tables});
  }
  Store& store() { return *store_; }
  ManualClock& clock() { return clock_; }
  void reopen() {}  // what is in memory is there

 private:
  ManualClock clock_{Instant{1'700'000'000'000'000}};
  SeededChance chance_{kulla::test::seed()};
  std::unique_ptr<Store> store_;
};

}  // namespace

INSTANTIATE_TYPED_TEST_SUITE_P(memory, StoreContract, testing::Types<MemoryBackend>);

}  // namespace kulla::eventlog::test
