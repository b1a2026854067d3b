import { UsageError } from '@attgan/core';
import { z } from 'zod';
import { defineExporter } from '../definitions.ts';
import { pathOfPart } from './path-of-part.ts';
import { checkCalibration, precisionOptions } from './precision-options.ts';

/** One ONNX file, or two: encoder and decoder. */
export const onnxExporter = defineExporter({
  name: 'onnx',
  summary: 'an ONNX file, for onnxruntime and others; in float32, with weights in half precision, or in bytes',
  options: precisionOptions.extend({
    split: z.boolean().default(false).describe('encoder and decoder as two files'),
  }),
  targets: ({ split }, file) => (split ? [pathOfPart(file, 'encoder'), pathOfPart(file, 'decoder')] : [file]),
  async write({ precision, calibrate, split }, model, file) {
    if (!file.endsWith('.onnx')) throw new UsageError(`--out must end in .onnx for this format, not "${file}".`);
    checkCalibration(precision, calibrate);
    const { writeOnnx } = await import('./write-onnx.ts');
    return writeOnnx(model, file, { precision, split, photos: calibrate ?? [] });
  },
});
