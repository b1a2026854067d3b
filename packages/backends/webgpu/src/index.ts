import { definePlugin } from '@attgan/core';
import { webgpuBackend } from './definition.ts';

export { webgpuBackend };
export type { EditingPrecision } from './checked-backend.ts';

export default definePlugin({ name: '@attgan/backend-webgpu', provides: [webgpuBackend] });
