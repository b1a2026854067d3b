import { definePlugin } from '@attgan/core';
import { tensorflowBackend } from './definition.ts';

export { tensorflowBackend };

export default definePlugin({ name: '@attgan/backend-tensorflow', provides: [tensorflowBackend] });
