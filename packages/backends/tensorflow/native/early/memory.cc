// Keeps freed memory in the process. By default glibc returns every large block to the kernel and fetches it anew,
// zeroed page by page; a training step frees and takes the same sizes again and again, and would spend a quarter of
// its time on that. And all threads share one arena: those of other threads hold nothing large, and give it back.
#include <cstdlib>

#if defined(__GLIBC__)
#include <malloc.h>

namespace {

struct KeepMemory {
  KeepMemory() {
    mallopt(M_MMAP_MAX, 0);
    mallopt(M_TRIM_THRESHOLD, 2147483647);
    mallopt(M_TOP_PAD, 64 << 20);
    mallopt(M_ARENA_MAX, 1);
  }
} keep_memory;

}  // namespace
#endif
