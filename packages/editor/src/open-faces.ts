import { AttganError, editCode, labelCode, lazy, slideCodes, yieldToEvents, type Intensities } from '@attgan/core';
import type { ModelCard } from '@attgan/formats';
import type { Picture } from '@attgan/pictures';
import { checkChanges } from './check-changes.ts';
import { checkLabels } from './check-labels.ts';
import type { Faces } from './editor.ts';
import { openBatch, type FaceBatch } from './face-batch.ts';
import { labelsFromLogits } from './labels-from-logits.ts';
import type { Networks } from './networks.ts';
import { picturesAtOnce } from './picture-cost.ts';
import { checkPictures } from './picture-tensors.ts';
import { checkSteps } from './check-steps.ts';
import { checkStrength, DEFAULT_STRENGTH } from './strength.ts';
import { withDetail } from './with-detail.ts';

/** Codes to decode a face with, given its labels and how strongly it shows each attribute. */
type CodesOf = (label: Uint8Array, position: number, intensities?: Intensities) => number[][];

/** @param networks whose tensors outlive the faces */
export function openFaces(pictures: readonly Picture[], card: ModelCard, networks: Networks): Faces {
  const { attributes, exclusive, scale, size, detail = 0 } = card;
  checkPictures(pictures, size);
  const batches: FaceBatch[] = [];
  const kept = new Map<FaceBatch, { readonly own: readonly number[][]; readonly pictures: readonly Picture[] }>();
  const atOnce = picturesAtOnce(networks.generator);
  for (let start = 0; start < pictures.length; start += atOnce) {
    batches.push(openBatch(pictures.slice(start, start + atOnce), size, networks));
  }
  let open = true;
  const checkOpen = (): void => {
    if (!open) throw new AttganError('These faces are disposed. Open the pictures again.');
  };
  const strengthOf = (asked: number | undefined): number => asked ?? card.strength ?? DEFAULT_STRENGTH;

  const rowsOf = (labels: Uint8Array): Uint8Array[] => {
    checkLabels(labels, pictures.length, attributes.length);
    return pictures.map((_, row) => labels.subarray(row * attributes.length, (row + 1) * attributes.length));
  };

  /** The faces of a batch as decoded with their own codes; kept, because edits of the same faces with the same labels come again. */
  async function reconstructed(batch: FaceBatch, own: readonly number[][]): Promise<readonly Picture[]> {
    const before = kept.get(batch);
    if (before !== undefined && equal(before.own, own)) return before.pictures;
    const pictures = await batch.decode(own, own);
    kept.set(batch, { own, pictures });
    return pictures;
  }

  /** Every face decoded with each of its codes, as many for each face: [faces][codes]. */
  async function decodeEach(labels: Uint8Array, codesOf: CodesOf, signal?: AbortSignal): Promise<Picture[][]> {
    checkOpen();
    const rows = rowsOf(labels);
    const results: Picture[][] = pictures.map(() => []);
    let start = 0;
    for (const batch of batches) {
      const told = await batch.intensities();
      const own = rows.slice(start, start + batch.count).map((row, face) => labelCode(row, scale, told?.[face]));
      const codes = own.map((_, face) => codesOf(rows[start + face] as Uint8Array, start + face, told?.[face]));
      const reconstructions = detail === 0 ? [] : await reconstructed(batch, own);
      for (let variant = 0; variant < (codes[0]?.length ?? 0); variant++) {
        await yieldToEvents(signal);
        const wanted = codes.map((face) => face[variant] as number[]);
        const images = detail > 0 && equal(wanted, own) ? reconstructions : await batch.decode(wanted, own);
        for (const [face, image] of images.entries()) {
          const [picture, reconstruction] = [pictures[start + face] as Picture, reconstructions[face]];
          const whole = reconstruction === undefined ? image : withDetail(image, picture, reconstruction, card);
          results[start + face]?.push(whole);
        }
      }
      start += batch.count;
    }
    return results;
  }

  /** What `read` says of every batch, [faces, attributes]. */
  async function readEach(read: (batch: FaceBatch) => Promise<ArrayLike<number>>): Promise<Float32Array> {
    checkOpen();
    const values = new Float32Array(pictures.length * attributes.length);
    let start = 0;
    for (const batch of batches) {
      await yieldToEvents();
      values.set(await read(batch), start * attributes.length);
      start += batch.count;
    }
    return values;
  }

  const logits = lazy(async () => {
    if (networks.reader === undefined) return readEach((batch) => batch.logits());
    checkOpen();
    const reader = await networks.reader.open();
    return (await reader.probabilities(pictures)).map((probability) => logitOf(probability));
  });
  const labels = lazy(async () => labelsFromLogits(await logits(), attributes, exclusive));

  const faces: Faces = {
    count: pictures.length,
    async labels() {
      return Uint8Array.from(await labels());
    },
    async probabilities() {
      return (await logits()).map((logit) => 1 / (1 + Math.exp(-logit)));
    },
    async edit(own, changes, options) {
      return (await faces.editEach(own, [changes], options)).flat();
    },
    async editEach(own, variants, { strength, rivals, signal } = {}) {
      checkStrength(strength);
      const given = typeof variants === 'function' ? variants : () => variants;
      if (typeof variants !== 'function') for (const changes of variants) checkChanges(changes, card);
      return decodeEach(
        own,
        (label, position, told) =>
          given(position).map((changes) => {
            checkChanges(changes, card);
            return editCode(label, changes, card, strengthOf(strength), told, rivals);
          }),
        signal,
      );
    },
    async slide(own, attribute, steps, { strength, signal } = {}) {
      checkStrength(strength);
      checkChanges([{ attribute, value: 'on' }], card);
      checkSteps(steps);
      return decodeEach(
        own,
        (label, _, told) => slideCodes(label, attribute, steps, card, strengthOf(strength), told),
        signal,
      );
    },
    ...(networks.generator.tellsIntensities === true && {
      intensities: () => readEach(async (batch) => ((await batch.intensities()) as number[][]).flat()),
    }),
    dispose() {
      open = false;
      for (const batch of batches) batch.dispose();
    },
  };
  return faces;
}

/** Whether all codes of two lists are the same. */
function equal(some: readonly (readonly number[])[], others: readonly (readonly number[])[]): boolean {
  return some.every((code, face) => code.every((value, at) => value === others[face]?.[at]));
}

/** Finite for probabilities that were rounded to 0 or 1, too. */
function logitOf(probability: number): number {
  const inside = Math.min(Math.max(probability, 1e-6), 1 - 1e-6);
  return Math.log(inside / (1 - inside));
}
