// Operations of ours for TensorFlow's CPU device, through its C API. One file an operation:
//
//   struct Scale {
//     explicit Scale(attgan::Construction& c) : factor(c.float_attribute("factor")) {}
//     void compute(attgan::Context& c) {
//       const attgan::Tensor x = c.input(0);
//       const attgan::Tensor y = c.output(0, x.shape());
//       if (c.failed()) return;
//       ...
//     }
//     float factor;
//   };
//   static const attgan::Operation<Scale> scale("AttganScale", {"x: float"}, {"y: float"}, {"factor: float"});
//
// TensorFlow keeps one kernel for each combination of attribute values, for ever: a number that changes from call to
// call is an input, never an attribute. Inputs belong to JavaScript and stay as they are, but for operations that say
// otherwise (`hand_on`); outputs are fresh.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

#include "tensorflow/c/kernels.h"
#include "tensorflow/c/ops.h"
#include "tensorflow/c/tf_status.h"
#include "tensorflow/c/tf_tensor.h"

namespace attgan {

using Shape = std::vector<int64_t>;

// Owns one reference to a TensorFlow tensor.
class Tensor {
 public:
  Tensor() = default;
  explicit Tensor(TF_Tensor* tensor) : tensor_(tensor) {}
  Tensor(Tensor&& other) noexcept : tensor_(other.tensor_) { other.tensor_ = nullptr; }
  Tensor(const Tensor&) = delete;
  Tensor& operator=(const Tensor&) = delete;
  ~Tensor() {
    if (tensor_ != nullptr) TF_DeleteTensor(tensor_);
  }

  TF_Tensor* get() const { return tensor_; }
  float* floats() const { return static_cast<float*>(TF_TensorData(tensor_)); }
  int64_t count() const { return TF_TensorElementCount(tensor_); }
  int rank() const { return TF_NumDims(tensor_); }
  int64_t size(int axis) const { return TF_Dim(tensor_, axis); }
  Shape shape() const {
    Shape shape(rank());
    for (int axis = 0; axis < rank(); ++axis) shape[axis] = size(axis);
    return shape;
  }

 private:
  TF_Tensor* tensor_ = nullptr;
};

// One execution.
class Context {
 public:
  explicit Context(TF_OpKernelContext* context) : context_(context), status_(TF_NewStatus()) {}
  ~Context() { TF_DeleteStatus(status_); }

  Tensor input(int index) {
    TF_Tensor* tensor = nullptr;
    TF_GetInput(context_, index, &tensor, status_);
    check();
    return Tensor(tensor);
  }

  // A fresh float output; its contents are undefined until written.
  Tensor output(int index, const Shape& shape) {
    TF_Tensor* tensor = TF_AllocateOutput(context_, index, TF_FLOAT, shape.data(), static_cast<int>(shape.size()),
                                          bytes(shape), status_);
    check();
    return Tensor(tensor);
  }

  // The input as an output: both are one piece of memory.
  void hand_on(const Tensor& input, int index) {
    TF_SetOutput(context_, index, input.get(), status_);
    check();
  }

  // Float scratch memory that ends with the execution.
  Tensor temporary(const Shape& shape) {
    TF_AllocatorAttributes attributes{TF_ALLOCATOR_ATTRIBUTES_STRUCT_SIZE, 1};
    TF_Tensor* tensor = TF_AllocateTemp(context_, TF_FLOAT, shape.data(), static_cast<int>(shape.size()), &attributes,
                                        status_);
    check();
    return Tensor(tensor);
  }

  // Reports a mistake in the inputs; compute must return.
  void fail(const std::string& message) {
    TF_SetStatus(status_, TF_INVALID_ARGUMENT, message.c_str());
    check();
  }

  bool failed() const { return failed_; }

 private:
  static size_t bytes(const Shape& shape) {
    size_t count = sizeof(float);
    for (const int64_t size : shape) count *= size;
    return count;
  }

  void check() {
    if (TF_GetCode(status_) == TF_OK || failed_) return;
    failed_ = true;
    TF_OpKernelContext_Failure(context_, status_);
  }

  TF_OpKernelContext* context_;
  TF_Status* status_;
  bool failed_ = false;
};

// Reads the attributes, once for each combination of their values.
class Construction {
 public:
  explicit Construction(TF_OpKernelConstruction* construction)
      : construction_(construction), status_(TF_NewStatus()) {}
  ~Construction() { TF_DeleteStatus(status_); }

  float float_attribute(const char* name) {
    float value = 0;
    TF_OpKernelConstruction_GetAttrFloat(construction_, name, &value, status_);
    check();
    return value;
  }
  int64_t int_attribute(const char* name) {
    int64_t value = 0;
    TF_OpKernelConstruction_GetAttrInt64(construction_, name, &value, status_);
    check();
    return value;
  }
  bool bool_attribute(const char* name) {
    unsigned char value = 0;
    TF_OpKernelConstruction_GetAttrBool(construction_, name, &value, status_);
    check();
    return value != 0;
  }

 private:
  void check() {
    if (TF_GetCode(status_) != TF_OK) TF_OpKernelConstruction_Failure(construction_, status_);
  }

  TF_OpKernelConstruction* construction_;
  TF_Status* status_;
};

// Registers an operation and its CPU kernel when the add-on is loaded. `Kernel` is shown at the top of this file.
template <class Kernel>
class Operation {
 public:
  Operation(const char* name, std::initializer_list<const char*> inputs, std::initializer_list<const char*> outputs,
            std::initializer_list<const char*> attributes = {}) {
    TF_Status* status = TF_NewStatus();
    TF_OpDefinitionBuilder* definition = TF_NewOpDefinitionBuilder(name);
    for (const char* input : inputs) TF_OpDefinitionBuilderAddInput(definition, input);
    for (const char* output : outputs) TF_OpDefinitionBuilderAddOutput(definition, output);
    for (const char* attribute : attributes) TF_OpDefinitionBuilderAddAttr(definition, attribute);
    TF_OpDefinitionBuilderSetShapeInferenceFunction(definition, TF_ShapeInferenceContextSetUnknownShape);
    TF_RegisterOpDefinition(definition, status);
    TF_KernelBuilder* kernel = TF_NewKernelBuilder(name, "CPU", &create, &compute, &destroy);
    TF_RegisterKernelBuilder(name, kernel, status);
    TF_DeleteStatus(status);
  }

 private:
  static void* create(TF_OpKernelConstruction* construction) {
    Construction wrapped(construction);
    return new Kernel(wrapped);
  }
  static void compute(void* kernel, TF_OpKernelContext* context) {
    Context wrapped(context);
    static_cast<Kernel*>(kernel)->compute(wrapped);
  }
  static void destroy(void* kernel) { delete static_cast<Kernel*>(kernel); }
};

}  // namespace attgan
