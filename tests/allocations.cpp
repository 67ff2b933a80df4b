#include <tests/allocations.hpp>

#include <atomic>
#include <cerrno>
#include <cstddef>

// glibc lets a program bring its own malloc ("Replacing malloc" in its manual); this one counts and asks glibc's.

#if defined(WAFERCAST_SANITIZED)
#define WAFERCAST_COUNTS_ALLOCATIONS false
#else
#define WAFERCAST_COUNTS_ALLOCATIONS true
#endif

namespace {
std::atomic<long> count = 0;
}

#if WAFERCAST_COUNTS_ALLOCATIONS
extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t items, std::size_t size);
void* __libc_realloc(void* memory, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);
void __libc_free(void* memory);

void* malloc(std::size_t size) {
  ++count;
  return __libc_malloc(size);
}
void* calloc(std::size_t items, std::size_t size) {
  ++count;
  return __libc_calloc(items, size);
}
void* realloc(void* memory, std::size_t size) {
  ++count;
  return __libc_realloc(memory, size);
}
void* memalign(std::size_t alignment, std::size_t size) {
  ++count;
  return __libc_memalign(alignment, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) {
  return memalign(alignment, size);
}
int posix_memalign(void** memory, std::size_t alignment, std::size_t size) {
  *memory = memalign(alignment, size);
  return *memory != nullptr ? 0 : ENOMEM;
}
void free(void* memory) {
  __libc_free(memory);
}
}
#endif

namespace wafercast::testing {

long allocations() {
  return count;
}

bool allocations_are_counted() {
  return WAFERCAST_COUNTS_ALLOCATIONS;
}

}  // namespace wafercast::testing
