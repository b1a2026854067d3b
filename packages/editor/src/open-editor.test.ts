import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AttganError, UsageError } from '@attgan/core';
import { registerGradients } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { editPictures } from './edit-pictures.ts';
import type { Editor } from './editor.ts';
import { openEditor } from './open-editor.ts';
import { toFaces, toPictures } from './picture-tensors.ts';
import { definitions, noise, tinyCard, writeTinyModel } from './testing/tiny-model.ts';

let editor: Editor;
const folders: string[] = [];
const written = async (...given: Parameters<typeof writeTinyModel>): Promise<string> => {
  const folder = await writeTinyModel(...given);
  folders.push(join(folder, '..'));
  return folder;
};
beforeAll(async () => {
  await registerGradients();
  await tf.setBackend('cpu');
  editor = await openEditor(await written(), definitions);
});
afterAll(async () => {
  await Promise.all(folders.map(async (folder) => rm(folder, { recursive: true })));
});

const label = Uint8Array.of(1, 0, 0, 1);
const labels = (count: number): Uint8Array => Uint8Array.from({ length: count * 4 }, (_, index) => label[index % 4]!);

describe('an editor', () => {
  test('gives a picture for each face and variant, the same whether edited alone or in a batch', async () => {
    const pictures = noise(18);
    const changes = [{ attribute: 'Eyeglasses', value: 'on' }] as const;
    const together = await editor.editEach(pictures, labels(18), [[], changes]);
    expect(together.map((variants) => variants.length)).toEqual(Array.from({ length: 18 }, () => 2));
    const [alone] = await editor.edit(pictures.slice(17), label, changes);
    expect(together[17]?.[1]).toEqual(alone);
    expect(together[17]?.[0]).toEqual((await editor.reconstruct(pictures.slice(17), label))[0]);
  });

  test('changes the picture more with a larger strength', async () => {
    const pictures = noise(1);
    const [plain] = await editor.reconstruct(pictures, label);
    const far = async (strength: number): Promise<number> => {
      const [edited] = await editor.edit(pictures, label, [{ attribute: 'Eyeglasses', value: 'flip' }], { strength });
      return edited!.pixels.reduce((sum, value, index) => sum + Math.abs(value - plain!.pixels[index]!), 0);
    };
    const [weak, strong] = [await far(1), await far(4)];
    expect(weak).toBeGreaterThan(0);
    expect(strong).toBeGreaterThan(weak);
  });

  test('gives back a share of the detail that a reconstruction loses, and makes the same changes', async () => {
    const detailed = await openEditor(await written({ ...tinyCard, detail: 0.75 }), definitions);
    const [pictures, own] = [noise(18), labels(18)];
    const variants = [[], [{ attribute: 'Eyeglasses', value: 'flip' }]] as const;
    const [plain, kept] = [
      await editor.editEach(pictures, own, variants),
      await detailed.editEach(pictures, own, variants),
    ];
    detailed.dispose();
    // A face in the second batch; where nothing is cut to bytes, only rounding is between them.
    const [face, rows] = [pictures[17]!, [plain[17]!, kept[17]!] as const];
    const [[reconstruction, edit], [closer, edited]] = rows.map((row) => row.map(({ pixels }) => pixels)) as [
      [Uint8Array, Uint8Array],
      [Uint8Array, Uint8Array],
    ];
    let compared = 0;
    face.pixels.forEach((value, at) => {
      const share = reconstruction[at]! + 0.75 * (value - reconstruction[at]!);
      expect(Math.abs(closer[at]! - share)).toBeLessThanOrEqual(0.5);
      if (edited[at]! % 255 === 0) return;
      compared++;
      expect(Math.abs(edited[at]! - closer[at]! - (edit[at]! - reconstruction[at]!))).toBeLessThanOrEqual(1);
    });
    expect(compared).toBeGreaterThan(face.pixels.length / 2);
    expect(edited).not.toEqual(closer);
  });

  test('slides from what full off gives to what full on gives', async () => {
    const pictures = noise(1);
    const frames = await editor.slide(pictures[0]!, label, 'Bangs', 5);
    const off = await editor.edit(pictures, label, [{ attribute: 'Bangs', value: 'off' }]);
    const on = await editor.edit(pictures, label, [{ attribute: 'Bangs', value: 'on' }]);
    expect(frames).toHaveLength(5);
    expect(frames[0]).toEqual(off[0]);
    expect(frames[4]).toEqual(on[0]);
  });

  test('predicts labels that keep to exclusive groups', async () => {
    const predicted = await editor.predict(noise(20));
    expect(predicted).toHaveLength(80);
    for (let row = 0; row < 80; row += 4) expect(predicted[row]! + predicted[row + 1]!).toBeLessThan(2);
  });

  test('leaves nothing in memory but its weights, and not those once disposed', async () => {
    const before = tf.memory().numTensors;
    const other = await openEditor(await written(), definitions);
    const opened = tf.memory().numTensors;
    await other.predict(noise(17));
    await other.edit(noise(17), labels(17), [{ attribute: 'Young', value: 'flip' }]);
    await other.slide(noise(1)[0]!, label, 'Young', 3);
    await other.edit(noise(2, 16), labels(2), []).catch(() => undefined);
    expect(tf.memory().numTensors).toBe(opened);
    other.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('works on no pictures at all', async () => {
    expect(await editor.edit([], new Uint8Array(), [])).toEqual([]);
    expect(await editor.predict([])).toHaveLength(0);
    expect(await editPictures(editor, [], [])).toEqual([]);
  });

  test('edits with labels that it reads itself, or with those it is given', async () => {
    const pictures = noise(18);
    const read = await editor.predict(pictures);
    const changes = [{ attribute: 'Young', value: 'flip' }] as const;
    const edited = await editor.edit(pictures, read, changes, { strength: 1 });
    expect(await editPictures(editor, pictures, { Young: 'flip' }, { strength: 1 })).toEqual(edited);
    expect(await editPictures(editor, pictures, changes, { strength: 1, labels: read })).toEqual(edited);
    expect(await editPictures(editor, pictures, [], { labels: labels(18) })).toEqual(
      await editor.reconstruct(pictures, labels(18)),
    );
  });

  test('keeps open pictures on the device, more than a batch of them, until they are disposed', async () => {
    const pictures = noise(18);
    const before = tf.memory().numTensors;
    const faces = await editor.open(pictures);
    expect(faces.count).toBe(18);
    const read = await faces.labels();
    expect(read).toEqual(await editor.predict(pictures));
    const held = tf.memory().numTensors;
    const on = [{ attribute: 'Eyeglasses', value: 'on' }] as const;
    expect(await faces.edit(read, on)).toEqual(await editor.edit(pictures, read, on));
    const encoded = tf.memory().numTensors;
    expect(encoded).toBeGreaterThan(held);
    const slid = await faces.slide(read, 'Young', 3);
    expect(slid[17]).toEqual(await editor.slide(pictures[17]!, read.subarray(68), 'Young', 3));
    expect(tf.memory().numTensors).toBe(encoded);
    faces.dispose();
    faces.dispose();
    expect(tf.memory().numTensors).toBe(before);
    await expect(faces.edit(read, on)).rejects.toThrow('These faces are disposed. Open the pictures again.');
  });

  test('can be disposed twice, and then opens nothing', async () => {
    const other = await openEditor(await written(), definitions);
    other.dispose();
    other.dispose();
    await expect(other.predict(noise(1))).rejects.toThrow('This editor is disposed. Open the model again.');
  });

  test('reads pixels as they are: a picture and its tensor are the same to the last bit', async () => {
    const all = Uint8Array.from({ length: 32 * 32 * 3 }, (_, index) => index % 256);
    const tensor = toFaces([{ width: 32, height: 32, pixels: all }], 32);
    expect(Math.max(...tensor.dataSync())).toBe(1);
    expect(Math.min(...tensor.dataSync())).toBe(-1);
    expect((await toPictures(tensor))[0]?.pixels).toEqual(all);
    tensor.dispose();
  });

  test.each([
    ['a picture of another size', () => editor.predict(noise(1, 16)), AttganError, /32x32, not 16x16/],
    [
      'pixels that are missing',
      () => editor.predict([{ width: 32, height: 32, pixels: new Uint8Array(9) }]),
      AttganError,
      /has 9 values, not 3072 of RGB/,
    ],
    ['too few labels', () => editor.reconstruct(noise(2), label), AttganError, /4 labels for 2 pictures/],
    ['a strength of 0', () => editor.edit(noise(1), label, [], { strength: 0 }), UsageError, /strength is 0/],
    ['one step', () => editor.slide(noise(1)[0]!, label, 'Young', 1), UsageError, /from 2 to 200 steps, not 1/],
    ['ten million steps', () => editor.slide(noise(1)[0]!, label, 'Young', 1e7), UsageError, /from 2 to 200 steps/],
    ['an unknown attribute', () => editor.slide(noise(1)[0]!, label, 'Old', 3), UsageError, /no attribute "Old"/],
  ])('refuses %s in one line', async (_, act, kind, message) => {
    const error: unknown = await act().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(kind);
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message).not.toContain('\n');
  });
});

describe('a model folder', () => {
  const tinyOptions = tinyCard.generator.options;
  const name = 'generator/params/encoder/0/kernel';
  test.each([
    ['lacks a tensor', (all: Map<string, unknown>) => void all.delete(name), /lacks generator\/params\/encoder\/0/],
    [
      'has a tensor too many',
      (all) => void all.set('critic/trunk/9/kernel', { shape: [1], values: Float32Array.of(1) }),
      /has critic\/trunk\/9\/kernel of shape \[1\], which the network does not have/,
    ],
    [
      'has a tensor of another shape',
      (all) => void all.set(name, { shape: [2], values: Float32Array.of(1, 2) }),
      /has generator\/params\/encoder\/0\/kernel of shape \[2\], not \[3, 3, 3, 4\]/,
    ],
    [
      'has weights that are not finite',
      (all) => void all.set(name, { shape: [3, 3, 3, 4], values: new Float32Array(108).fill(NaN) }),
      /that are not finite/,
    ],
  ] satisfies [string, (all: Map<string, unknown>) => void, RegExp][])(
    'that %s is refused in one line and leaves no tensors',
    async (_, spoil, message) => {
      const folder = await written(tinyCard, spoil);
      const before = tf.memory().numTensors;
      const error: unknown = await openEditor(folder, definitions).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(AttganError);
      expect((error as Error).message).toMatch(message);
      expect((error as Error).message).not.toContain('\n');
      expect(tf.memory().numTensors).toBe(before);
    },
  );

  test.each([
    ['an option of the wrong kind', { ...tinyOptions, skips: 'many' }, /: generator\.skips: Invalid input/],
    ['an unknown option', { ...tinyOptions, depth: 3 }, /: Unknown option generator\.depth\./],
    ['layers that do not meet', { ...tinyOptions, decoder: [] }, /: generator\.decoder: /],
    ['another size', { ...tinyOptions, size: 64 }, /for pictures of 32 px, but its generator takes 64 px/],
  ])('whose generator is given %s is refused in one line that says so', async (_, options, message) => {
    const folder = await written();
    const path = join(folder, 'model.json');
    const file = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
    await writeFile(path, JSON.stringify({ ...file, generator: { name: 'attgan', options } }));
    const error: unknown = await openEditor(folder, definitions).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(AttganError);
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message).not.toContain('\n');
  });

  test('without a critic edits, but says that it cannot predict', async () => {
    const { critic: _, ...card } = tinyCard;
    const bare = await openEditor(await written(card), definitions);
    expect(await bare.reconstruct(noise(1), label)).toHaveLength(1);
    await expect(bare.predict(noise(1))).rejects.toThrow('has no classifier');
    bare.dispose();
  });

  test('has labels read by the classifier that it names, which is opened once and closed with it', async () => {
    const { critic: _, ...bare } = tinyCard;
    const card = { ...bare, reader: { model: 'small', size: 16 } };
    const { attributes } = card;
    const calls: string[] = [];
    const reader = async ({ model }: typeof card.reader) => {
      calls.push(`open ${model}`);
      return {
        attributes,
        probabilities: async (pictures: readonly unknown[]) =>
          Float32Array.from(
            { length: pictures.length * 4 },
            (_value, index) => [0.6, 0.7, 0.4, 1][index % 4] as number,
          ),
        dispose: () => void calls.push('dispose'),
      };
    };
    const read = await openEditor(await written(card), { ...definitions, reader });
    expect([...(await read.predict(noise(2)))]).toEqual([0, 1, 0, 1, 0, 1, 0, 1]);
    await read.predict(noise(1));
    read.dispose();
    expect(calls).toEqual(['open small', 'dispose']);

    const alone = await openEditor(await written(card), definitions);
    await expect(alone.predict(noise(1))).rejects.toThrow('labels read by small');
    alone.dispose();
    const other = async () => ({ ...(await reader(card.reader)), attributes: ['Male'] });
    const wrong = await openEditor(await written(card), { ...definitions, reader: other });
    await expect(wrong.predict(noise(1))).rejects.toThrow('but its reader small reads Male');
    wrong.dispose();
  });
});
