import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadPicture, type Picture } from '@attgan/pictures';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attganHere, type Ended } from './in-process.ts';
import { ROOT } from './workspace.ts';

const before = process.cwd();
const PORTRAIT = join(ROOT, 'packages', 'photos', 'assets', 'astronaut.png');
const MINUTES = 60_000;
let root = '';

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'attgan-onnx-'));
  process.chdir(root);
});
afterAll(async () => {
  process.chdir(before);
  await rm(root, { recursive: true, force: true });
});

const attgan = (line: string): Promise<Ended> => attganHere(line.split(' '));

/** The largest difference of two pictures, of 255. */
function difference(one: Picture, other: Picture): number {
  expect([other.width, other.height]).toEqual([one.width, one.height]);
  return one.pixels.reduce((most, value, at) => Math.max(most, Math.abs(value - (other.pixels[at] as number))), 0);
}

const ONNX = '--backend onnx --backend.cache graphs';

test(
  'a model folder and its exported file edit a photo by onnxruntime as the other backends do',
  async () => {
    const exported = await attgan('export faces-128 --format onnx --out faces.onnx');
    expect(exported.code, exported.stderr).toBe(0);
    const edit = '--set Eyeglasses=on --set Mouth_Slightly_Open=off';
    for (const [out, chosen] of [
      ['plain.png', '--model faces-128'],
      ['folder.png', `--model faces-128 ${ONNX}`],
      ['file.png', `--model faces.onnx ${ONNX}`],
    ]) {
      const edited = await attgan(`edit ${PORTRAIT} ${edit} ${chosen} --out ${out}`);
      expect(edited.code, edited.stderr).toBe(0);
    }
    const [plain, folder, file] = await Promise.all(
      ['plain.png', 'folder.png', 'file.png'].map((name) => loadPicture(join(root, name))),
    );
    expect(difference(await loadPicture(PORTRAIT), plain as Picture)).toBeGreaterThan(40);
    expect(difference(plain as Picture, folder as Picture)).toBeLessThanOrEqual(1);
    expect(difference(plain as Picture, file as Picture)).toBeLessThanOrEqual(1);
    // Converted once: encoder and decoder.
    expect(await readdir(join(root, 'graphs'))).toHaveLength(2);
  },
  5 * MINUTES,
);

test(
  'slides and evaluations run on it, and a training says that it cannot',
  async () => {
    const slide = `slide ${PORTRAIT} --model faces-128 --attribute Young --steps 3`;
    for (const [out, backend] of [
      ['by-onnx.png', ONNX],
      ['by-default.png', ''],
    ]) {
      const slid = await attgan(`${slide} --out ${out} ${backend}`.trim());
      expect(slid.code, slid.stderr).toBe(0);
    }
    const [one, other] = await Promise.all(
      ['by-onnx.png', 'by-default.png'].map((name) => loadPicture(join(root, name))),
    );
    expect(difference(one as Picture, other as Picture)).toBeLessThanOrEqual(2);

    const evaluate = 'evaluate --model avatars-64 --count 20 --metric reconstruction --json --data.cache faces --out';
    const figures: number[] = [];
    for (const backend of [ONNX, '--backend wasm']) {
      const evaluated = await attgan(`${evaluate} evaluation-${figures.length} ${backend}`);
      expect(evaluated.code, evaluated.stderr).toBe(0);
      const { evaluation } = JSON.parse(evaluated.stdout) as {
        evaluation: {
          models: [{ findings: { reconstruction: { finding: { figures: { estimate: { value: number } }[] } } } }];
        };
      };
      figures.push(evaluation.models[0].findings.reconstruction.finding.figures[0]?.estimate.value ?? NaN);
    }
    expect(figures[0]).toBeGreaterThan(15);
    expect(figures[0]).toBeCloseTo(figures[1] ?? NaN, 2);

    const train = await attgan('train --iterations 1 --train.batch 2 --run run --backend onnx');
    expect([train.code === 0, train.stderr]).toEqual([
      false,
      expect.stringMatching(/The backend onnx cannot train networks/),
    ]);
  },
  5 * MINUTES,
);
