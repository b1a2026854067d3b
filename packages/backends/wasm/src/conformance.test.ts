import { describeBackend } from '@attgan/conformance/vitest';
import { wasmBackend } from './index.ts';

describeBackend(wasmBackend);
