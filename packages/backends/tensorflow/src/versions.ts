/** Everything that installing fetches, pinned: these were tried together. */
export const TENSORFLOW_VERSION = '2.21.0';

/** The npm packages that are fetched as archives: their code is compiled or loaded, never their install scripts run. */
export const NPM_ARCHIVES = {
  /** TensorFlow.js's kernels for TensorFlow's C API: JavaScript, and the source of a native binding. */
  kernels: {
    spec: '@tensorflow/tfjs-node@4.22.0',
    integrity: 'sha512-uHrXeUlfgkMxTZqHkESSV7zSdKdV0LlsBeblqkuKU9nnfxB1pC6DtoyYVaLxznzZy7WQSegjcohxxCjAf6Dc7w==',
  },
  /** The C headers of Node-API, the same for every Node: one binding serves them all. */
  headers: {
    spec: 'node-api-headers@1.9.0',
    integrity: 'sha512-2oNILP4jXwRB4ywnYKjVk1YyJ96n2D4EOVJO6S3oYZ5PtbJrw3Yt9TpAuX3nBLMuzn74rnfGQrv13pS9vC+YiA==',
  },
} as const;
