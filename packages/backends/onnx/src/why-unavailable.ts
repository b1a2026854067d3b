import { whyNoOnnxRuntime } from '@attgan/export';

/** Why onnxruntime cannot run here; undefined where it can. In a file of its own, which the definition loads when it is asked. */
export const whyUnavailable = whyNoOnnxRuntime;
