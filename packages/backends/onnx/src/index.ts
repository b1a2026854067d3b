import { definePlugin } from '@attgan/core';
import { onnxBackend } from './definition.ts';

export { onnxBackend };

export default definePlugin({ name: '@attgan/backend-onnx', provides: [onnxBackend] });
