#include "parallel.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <thread>

namespace attgan {
namespace {

struct Job {
  int64_t count;
  int64_t grain;
  const std::function<void(int64_t, int64_t)>* body;
  std::atomic<int64_t> next{0};

  void work() {
    for (;;) {
      const int64_t begin = next.fetch_add(grain);
      if (begin >= count) return;
      (*body)(begin, std::min(begin + grain, count));
    }
  }
};

// Sleeping workers, woken once a job. Never destroyed: at the end of the process they simply cease.
class Pool {
 public:
  explicit Pool(int workers) : workers_(workers) {
    for (int i = 0; i < workers; ++i) std::thread([this] { serve(); }).detach();
  }

  void run(Job& job) {
    std::lock_guard<std::mutex> one_job_at_a_time(submission_);
    {
      std::lock_guard<std::mutex> lock(mutex_);
      job_ = &job;
      busy_ = workers_;
      ++generation_;
    }
    wake_.notify_all();
    job.work();
    std::unique_lock<std::mutex> lock(mutex_);
    done_.wait(lock, [this] { return busy_ == 0; });
  }

 private:
  void serve() {
    int64_t seen = 0;
    for (;;) {
      Job* job;
      {
        std::unique_lock<std::mutex> lock(mutex_);
        wake_.wait(lock, [&] { return generation_ != seen; });
        seen = generation_;
        job = job_;
      }
      job->work();
      std::lock_guard<std::mutex> lock(mutex_);
      if (--busy_ == 0) done_.notify_one();
    }
  }

  const int workers_;
  std::mutex submission_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable done_;
  Job* job_ = nullptr;
  int busy_ = 0;
  int64_t generation_ = 0;
};

}  // namespace

int thread_count() {
  static const int count = [] {
    const char* asked = std::getenv("TF_NUM_INTRAOP_THREADS");
    const int number = asked == nullptr ? 0 : std::atoi(asked);
    return number > 0 ? number : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  }();
  return count;
}

void parallel_for(int64_t count, int64_t grain, const std::function<void(int64_t, int64_t)>& body) {
  Job job{count, std::max<int64_t>(1, grain), &body};
  if (count <= job.grain || thread_count() == 1) return job.work();
  static Pool* const pool = new Pool(thread_count() - 1);
  pool->run(job);
}

}  // namespace attgan
