import { describeBackend } from '@attgan/conformance/vitest';
import { webgpuBackend } from './index.ts';

describeBackend(webgpuBackend);
