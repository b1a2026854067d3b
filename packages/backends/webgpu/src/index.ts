import { definePlugin } from '@attgan/core';
import { webgpuBackend } from './definition.ts';

export { webgpuBackend };

export default definePlugin({ name: '@attgan/backend-webgpu', provides: [webgpuBackend] });
