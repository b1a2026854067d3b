/** Everything that installing fetches, pinned: these were tried together. */
export const TENSORFLOW_VERSION = '2.21.0';

/** SHA-256 of TensorFlow's own wheels, by file name. CUDA's are pinned by TensorFlow's requirements, and checked by pip. */
export const WHEELS: Readonly<Record<string, string>> = {
  'tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl':
    '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
  'tensorflow-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl':
    '9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124',
  'tensorflow-2.21.0-cp311-cp311-manylinux_2_27_aarch64.whl':
    '4b24aca16d527a3cf1c37f720c04c484c3d20f4d0fdfa98632ac8b9f3be6eb5c',
};

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
