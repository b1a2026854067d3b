// Several processes that compute together: TensorFlow's collectives, served by gRPC.
#pragma once

#include <string>

#include "tensorflow/c/eager/c_api.h"

namespace attgan {

// What a context needs to know of the cluster that this process belongs to: a ConfigProto; nothing where it is alone.
std::string cluster_config();

// Starts the server of this process. What goes wrong is said by cluster_problem.
void join_cluster(TFE_Context* context);

// Why this process could not join its cluster; empty where it could, or is alone.
const std::string& cluster_problem();

}  // namespace attgan
