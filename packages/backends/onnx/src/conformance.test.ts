import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeBackend } from '@attgan/conformance/vitest';
import { onnxBackend } from './index.ts';

describeBackend(onnxBackend, { options: { cache: mkdtempSync(join(tmpdir(), 'attgan-onnx-cache-')) } });
