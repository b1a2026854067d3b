import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { GeneratorRuntime, StoredGenerator } from '@attgan/core';
import { calibrateOnPhotos, foldGenerator, onnxModel, type Numbers, type OnnxRuntime } from '@attgan/export';
import { cacheFolder, writeFileAtomically } from '@attgan/formats';
import { splitRuntime } from './runtimes.ts';
import type { OnnxSettings, StartSession } from './session.ts';

/** Raised whenever graphs are written otherwise, so that older files are not taken. */
const GRAPHS = 3;

/** Opens a model's generator: converted when it is opened for the first time, and kept by the hash of its weights. */
export async function openStored(
  stored: StoredGenerator,
  options: OnnxSettings,
  ort: OnnxRuntime,
  start: StartSession,
): Promise<GeneratorRuntime> {
  const folder = options.cache ?? cacheFolder('onnx');
  const name = nameOf(stored, options);
  const paths = (['encoder', 'decoder'] as const).map((part) => ({ part, path: join(folder, `${name}.${part}.onnx`) }));
  if (!paths.every(({ path }) => existsSync(path))) {
    const { attributes } = stored;
    const generator = foldGenerator({ ...stored, attributes: attributes.length });
    const photos = typeof options.calibrate === 'string' ? [options.calibrate] : (options.calibrate ?? []);
    const numbers: Numbers =
      options.precision === 'int8'
        ? { precision: 'int8', ranges: await calibrateOnPhotos(generator, stored, photos) }
        : { precision: 'fp32' };
    await mkdir(folder, { recursive: true });
    for (const { part, path } of paths)
      await writeFileAtomically(path, onnxModel(generator, { part, numbers, metadata: {} }));
  }
  const [encoder, decoder] = await Promise.all(paths.map(({ path }) => start(path)));
  return splitRuntime(ort, encoder as NonNullable<typeof encoder>, decoder as NonNullable<typeof decoder>);
}

/** Two models of the same weights may differ in what their generator is told. */
function nameOf(
  { sha256, generator, size, scale, strength, gains, crop }: StoredGenerator,
  { precision, calibrate }: OnnxSettings,
): string {
  const measured = precision === 'int8' ? { calibrate, size, scale, strength, gains, crop } : {};
  const rest = JSON.stringify({ GRAPHS, generator, precision, ...measured });
  return `${sha256.slice(0, 24)}-${createHash('sha256').update(rest).digest('hex').slice(0, 12)}`;
}
