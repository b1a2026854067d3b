import { UsageError } from '@attgan/core';
import { z } from 'zod';
import { defineExporter } from '../definitions.ts';
import { pathOfPart } from './path-of-part.ts';

/** One ONNX file, or two: encoder and decoder. */
export const onnxExporter = defineExporter({
  name: 'onnx',
  summary: 'an ONNX file, for onnxruntime and others; in float32, with weights in half precision, or in bytes',
  options: z.strictObject({
    precision: z
      .enum(['fp32', 'fp16', 'int8'])
      .default('fp32')
      .describe('fp16 halves the file, int8 computes in bytes'),
    calibrate: z.array(z.string()).min(1).optional().describe('photos, or folders of photos, that int8 is fitted to'),
    split: z.boolean().default(false).describe('encoder and decoder as two files'),
  }),
  targets: ({ split }, file) => (split ? [pathOfPart(file, 'encoder'), pathOfPart(file, 'decoder')] : [file]),
  async write({ precision, calibrate, split }, model, file) {
    if (!file.endsWith('.onnx')) throw new UsageError(`--out must end in .onnx for this format, not "${file}".`);
    if (precision === 'int8' && calibrate === undefined) {
      throw new UsageError('--calibrate is missing: name photos, or a folder of photos, to calibrate int8 on.');
    }
    if (precision !== 'int8' && calibrate !== undefined) throw new UsageError('--calibrate is for --precision int8.');
    const { writeOnnx } = await import('./write-onnx.ts');
    return writeOnnx(model, file, { precision, split, photos: calibrate ?? [] });
  },
});
