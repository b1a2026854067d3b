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

// Looks after the other processes from now on, in a thread of its own: where one is gone, collectives fail at once, those
// that run and all that follow. Until unwatch_cluster, which has to come before the context ends.
void watch_cluster(TFE_Context* context, int processes, int task);
void unwatch_cluster();

}  // namespace attgan
