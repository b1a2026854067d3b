// A few threads of our own for operations of ours. TensorFlow's pool cannot be reached through its C API.
#pragma once

#include <cstdint>
#include <functional>

namespace attgan {

// Threads that parallel_for uses, the caller included: TF_NUM_INTRAOP_THREADS, else one a core.
int thread_count();

// Calls body(begin, end) for [0, grain), [grain, 2 * grain), ... up to count, on several threads, and waits for all.
// The pieces depend on `grain` only and never on the number of threads, so sums of one partial result a piece, added
// in order, are the same on every machine. Not to be called from within a body.
void parallel_for(int64_t count, int64_t grain, const std::function<void(int64_t begin, int64_t end)>& body);

}  // namespace attgan
