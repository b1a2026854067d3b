import { describeBackend } from '@attgan/conformance/vitest';
import { tensorflowBackend } from './index.ts';

describeBackend(tensorflowBackend);
