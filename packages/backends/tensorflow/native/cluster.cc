// TensorFlow's collectives have to be there before the first operation: a server gives the devices new names. So what
// JavaScript wants comes in the environment: ATTGAN_SERVER is a ServerDef in hexadecimal digits.
#include "cluster.h"

#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <thread>
#include <vector>

#include "tensorflow/c/c_api_experimental.h"

namespace attgan {
namespace {

std::string problem;

constexpr std::chrono::seconds kPause(1);
// How long a process may take to answer, milliseconds, and how often in a row it may fail to: it may be short of time.
constexpr int64_t kAnswer = 10000;
constexpr int kFailures = 3;

std::thread watcher;
std::mutex watching;
std::condition_variable ended;
bool over = false;

void watch(TFE_Context* context, int processes, int task) {
  std::vector<int> failures(processes, 0);
  TF_Status* status = TF_NewStatus();
  std::unique_lock<std::mutex> lock(watching);
  while (!ended.wait_for(lock, kPause, [] { return over; })) {
    lock.unlock();
    for (int peer = 0; peer < processes; ++peer) {
      if (peer == task) continue;
      const std::string name = "/job:worker/replica:0/task:" + std::to_string(peer);
      TFE_CollectiveOpsCheckPeerHealth(context, name.c_str(), kAnswer, status);
      failures[peer] = TF_GetCode(status) == TF_OK ? 0 : failures[peer] + 1;
      if (failures[peer] < kFailures) continue;
      const std::string message = "no answer from remote target " + name + ": " + TF_Message(status);
      TF_SetStatus(status, TF_UNAVAILABLE, message.c_str());
      TFE_AbortCollectiveOps(context, status);
    }
    lock.lock();
  }
  TF_DeleteStatus(status);
}

std::string server() {
  const char* digits = std::getenv("ATTGAN_SERVER");
  std::string bytes;
  if (digits == nullptr) return bytes;
  for (; digits[0] != '\0' && digits[1] != '\0'; digits += 2) {
    const char pair[] = {digits[0], digits[1], '\0'};
    bytes.push_back(static_cast<char>(std::strtol(pair, nullptr, 16)));
  }
  return bytes;
}

}  // namespace

std::string cluster_config() {
  if (server().empty()) return "";
  // ConfigProto { experimental { collective_group_leader: "/job:worker/replica:0/task:0" } }
  const std::string leader = "/job:worker/replica:0/task:0";
  const char size = static_cast<char>(leader.size());
  return std::string("\x82\x01") + static_cast<char>(size + 2) + "\x0a" + size + leader;
}

void join_cluster(TFE_Context* context) {
  const std::string definition = server();
  if (definition.empty()) return;
  TF_Status* status = TF_NewStatus();
  TFE_EnableCollectiveOps(context, definition.data(), definition.size(), status);
  if (TF_GetCode(status) != TF_OK) problem = TF_Message(status);
  TF_DeleteStatus(status);
}

const std::string& cluster_problem() { return problem; }

void watch_cluster(TFE_Context* context, int processes, int task) {
  if (watcher.joinable()) return;
  over = false;
  watcher = std::thread(watch, context, processes, task);
}

void unwatch_cluster() {
  if (!watcher.joinable()) return;
  {
    std::lock_guard<std::mutex> lock(watching);
    over = true;
  }
  ended.notify_all();
  watcher.join();
}

}  // namespace attgan
