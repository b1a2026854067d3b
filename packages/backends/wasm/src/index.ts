import { definePlugin } from '@attgan/core';
import { wasmBackend } from './definition.ts';

export { wasmBackend };

export default definePlugin({ name: '@attgan/backend-wasm', provides: [wasmBackend] });
