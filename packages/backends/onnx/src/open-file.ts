import { existsSync } from 'node:fs';
import { AttganError, messageOf, type GeneratorRuntime } from '@attgan/core';
import type { OnnxRuntime } from '@attgan/export';
import { splitRuntime, wholeRuntime } from './runtimes.ts';
import type { StartSession } from './session.ts';

/**
 * Opens `faces.onnx`, or `faces.encoder.onnx` and `faces.decoder.onnx`, of which either may be named.
 * @throws AttganError where the other half is missing, or onnxruntime refuses the file
 */
export async function openFile(path: string, ort: OnnxRuntime, start: StartSession): Promise<GeneratorRuntime> {
  const [encoder, decoder] = ['encoder', 'decoder'].map((part) =>
    path.replace(/\.(encoder|decoder)\.onnx$/, `.${part}.onnx`),
  );
  try {
    if (encoder === decoder) return wholeRuntime(ort, await start(path));
    const missing = [encoder, decoder].find((file) => !existsSync(file as string));
    if (missing !== undefined) throw new AttganError(`${path} is one half of a model; ${missing} is missing.`);
    return splitRuntime(ort, await start(encoder as string), await start(decoder as string));
  } catch (error) {
    if (error instanceof AttganError) throw error;
    throw new AttganError(`onnxruntime cannot open ${path}: ${messageOf(error).split('\n')[0]}`, { cause: error });
  }
}
