import { UsageError } from '@attgan/core';
import { z } from 'zod';

/** Options of every format that holds an ONNX file. */
export const precisionOptions = z.strictObject({
  precision: z.enum(['fp32', 'fp16', 'int8']).default('fp32').describe('fp16 halves the file, int8 computes in bytes'),
  calibrate: z.array(z.string()).min(1).optional().describe('photos, or folders of photos, that int8 is fitted to'),
});

/** @throws UsageError where photos to calibrate on are missing, or given for nothing */
export function checkCalibration(precision: string, calibrate: readonly string[] | undefined): void {
  if (precision === 'int8' && calibrate === undefined) {
    throw new UsageError('--calibrate is missing: name photos, or a folder of photos, to calibrate int8 on.');
  }
  if (precision !== 'int8' && calibrate !== undefined) throw new UsageError('--calibrate is for --precision int8.');
}
