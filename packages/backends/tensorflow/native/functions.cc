// Functions of TensorFlow, made of graphs: the binding gets addFunction(name, graph, inputs, outputs) and
// removeFunction(name), and watchCluster(processes, task) and clusterProblem, as in cluster.h. A function is then an operation like any other, executed by its name.
//   graph    a GraphDef with placeholders i0, i1, ... and operations n0, n1, ...
//   inputs   how many placeholders there are
//   outputs  Int32Array of pairs: the number of an operation, and which of its outputs
#include <string>
#include <vector>

#include "binding.h"
#include "cluster.h"
#include "tensorflow/c/c_api.h"

#undef TFE_NewContext

// Of native/early/logging.cc.
extern "C" void attgan_log_errors();

namespace {

// Each thread of JavaScript has a binding, and a context, of its own.
thread_local TFE_Context* context = nullptr;

// Throws in JavaScript where TensorFlow reports a failure.
class Status {
 public:
  explicit Status(napi_env env) : env_(env), status_(TF_NewStatus()) {}
  ~Status() { TF_DeleteStatus(status_); }
  operator TF_Status*() { return status_; }

  bool failed() {
    if (TF_GetCode(status_) == TF_OK) return false;
    napi_throw_error(env_, nullptr, TF_Message(status_));
    return true;
  }

 private:
  napi_env env_;
  TF_Status* status_;
};

std::string text(napi_env env, napi_value value) {
  size_t length = 0;
  napi_get_value_string_utf8(env, value, nullptr, 0, &length);
  std::string result(length, '\0');
  napi_get_value_string_utf8(env, value, &result[0], length + 1, &length);
  return result;
}

TF_Output find(TF_Graph* graph, char kind, int number, int output) {
  return {TF_GraphOperationByName(graph, (kind + std::to_string(number)).c_str()), output};
}

void add(napi_env env, napi_value* arguments, TF_Graph* graph, TF_Buffer* definition) {
  Status status(env);
  void *graph_data = nullptr, *output_data = nullptr;
  size_t graph_size = 0, output_count = 0;
  int32_t input_count = 0;
  napi_typedarray_type type;
  napi_get_typedarray_info(env, arguments[1], &type, &graph_size, &graph_data, nullptr, nullptr);
  napi_get_value_int32(env, arguments[2], &input_count);
  napi_get_typedarray_info(env, arguments[3], &type, &output_count, &output_data, nullptr, nullptr);
  definition->data = graph_data;
  definition->length = graph_size;

  TF_ImportGraphDefOptions* options = TF_NewImportGraphDefOptions();
  TF_GraphImportGraphDef(graph, definition, options, status);
  TF_DeleteImportGraphDefOptions(options);
  if (status.failed()) return;
  std::vector<TF_Output> inputs, outputs;
  for (int32_t i = 0; i < input_count; ++i) inputs.push_back(find(graph, 'i', i, 0));
  const int32_t* pairs = static_cast<int32_t*>(output_data);
  for (size_t i = 0; i + 1 < output_count; i += 2) outputs.push_back(find(graph, 'n', pairs[i], pairs[i + 1]));
  const std::string name = text(env, arguments[0]);
  TF_Function* function =
      TF_GraphToFunction(graph, name.c_str(), 0, -1, nullptr, static_cast<int>(inputs.size()), inputs.data(),
                         static_cast<int>(outputs.size()), outputs.data(), nullptr, nullptr, nullptr, status);
  if (status.failed()) return;
  TFE_ContextAddFunction(context, function, status);
  TF_DeleteFunction(function);
  status.failed();
}

napi_value add_function(napi_env env, napi_callback_info info) {
  size_t count = 4;
  napi_value arguments[4];
  napi_get_cb_info(env, info, &count, arguments, nullptr, nullptr);
  TF_Graph* graph = TF_NewGraph();
  TF_Buffer* definition = TF_NewBuffer();
  add(env, arguments, graph, definition);
  TF_DeleteBuffer(definition);
  TF_DeleteGraph(graph);
  return nullptr;
}

napi_value remove_function(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value arguments[1];
  napi_get_cb_info(env, info, &count, arguments, nullptr, nullptr);
  Status status(env);
  TFE_ContextRemoveFunction(context, text(env, arguments[0]).c_str(), status);
  status.failed();
  return nullptr;
}

napi_value watch_cluster(napi_env env, napi_callback_info info) {
  size_t count = 2;
  napi_value arguments[2];
  int32_t processes = 0, task = 0;
  napi_get_cb_info(env, info, &count, arguments, nullptr, nullptr);
  napi_get_value_int32(env, arguments[0], &processes);
  napi_get_value_int32(env, arguments[1], &task);
  attgan::watch_cluster(context, processes, task);
  // Before JavaScript ends, and the context with it.
  napi_add_env_cleanup_hook(env, [](void*) { attgan::unwatch_cluster(); }, nullptr);
  return nullptr;
}

}  // namespace

TFE_Context* attgan_new_context(const TFE_ContextOptions* options, TF_Status* status) {
  // Functions run as they were traced. TensorFlow would rewrite them otherwise, and might round differently.
  // ConfigProto { graph_options { rewrite_options { disable_meta_optimizer: true } } }
  const std::string config = std::string("\x52\x05\x52\x03\x98\x01\x01") + attgan::cluster_config();
  TFE_ContextOptionsSetConfig(const_cast<TFE_ContextOptions*>(options), config.data(), config.size(), status);
  if (TF_GetCode(status) != TF_OK) return nullptr;
  context = TFE_NewContext(options, status);
  if (context != nullptr) attgan::join_cluster(context);
  attgan_log_errors();
  return context;
}

napi_value attgan_extend(napi_env env, napi_value exports) {
  if (exports == nullptr) return exports;
  const napi_property_descriptor properties[] = {
      {"addFunction", nullptr, add_function, nullptr, nullptr, nullptr, napi_default, nullptr},
      {"removeFunction", nullptr, remove_function, nullptr, nullptr, nullptr, napi_default, nullptr},
      {"watchCluster", nullptr, watch_cluster, nullptr, nullptr, nullptr, napi_default, nullptr},
  };
  napi_define_properties(env, exports, 3, properties);
  napi_value problem;
  const std::string& text = attgan::cluster_problem();
  napi_create_string_utf8(env, text.data(), text.size(), &problem);
  napi_set_named_property(env, exports, "clusterProblem", problem);
  return exports;
}
