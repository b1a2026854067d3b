// Included before each source of the third-party binding, to let what it keeps to itself be used: the context in which
// operations are executed, and the object that JavaScript gets.
#pragma once

#include <node_api.h>

#include "tensorflow/c/eager/c_api.h"

TFE_Context* attgan_new_context(const TFE_ContextOptions* options, TF_Status* status);
napi_value attgan_extend(napi_env env, napi_value exports);

#define TFE_NewContext attgan_new_context
#undef NAPI_MODULE
#define NAPI_MODULE(name, initialize) \
  NAPI_MODULE_INIT() { return attgan_extend(env, initialize(env, exports)); }
