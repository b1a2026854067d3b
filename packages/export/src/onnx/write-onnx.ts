import { writeFileAtomically } from '@attgan/formats';
import type { ModelToExport } from '../definitions.ts';
import { networkOf } from '../stored-network.ts';
import { calibrateOnPhotos } from './calibrate-on-photos.ts';
import { foldGenerator } from './folded-layers.ts';
import { metadataOf } from './metadata.ts';
import { onnxModel, type Numbers, type Part, type Precision } from './onnx-model.ts';
import { pathOfPart } from './path-of-part.ts';

export interface OnnxRequest {
  readonly precision: Precision;
  readonly split: boolean;
  /** Files and folders, for int8. */
  readonly photos: readonly string[];
}

/** Writes a model as one ONNX file, or as `NAME.encoder.onnx` and `NAME.decoder.onnx`. @returns their paths */
export async function writeOnnx(
  { card, tensors, sha256, folder }: ModelToExport,
  file: string,
  { precision, split, photos }: OnnxRequest,
): Promise<string[]> {
  const generator = foldGenerator(networkOf(card, tensors, `The model ${folder}`));
  const numbers: Numbers =
    precision === 'int8' ? { precision, ranges: await calibrateOnPhotos(generator, card, photos) } : { precision };
  const parts: readonly Part[] = split ? ['encoder', 'decoder'] : ['whole'];
  const written: string[] = [];
  for (const part of parts) {
    const path = part === 'whole' ? file : pathOfPart(file, part);
    await writeFileAtomically(
      path,
      onnxModel(generator, { part, numbers, metadata: metadataOf(card, { sha256, part, precision }) }),
    );
    written.push(path);
  }
  return written;
}
