// TensorFlow's collectives have to be there before the first operation: a server gives the devices new names. So what
// JavaScript wants comes in the environment: ATTGAN_SERVER is a ServerDef in hexadecimal digits.
#include "cluster.h"

#include <cstdlib>

#include "tensorflow/c/c_api_experimental.h"

namespace attgan {
namespace {

std::string problem;

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

}  // namespace attgan
