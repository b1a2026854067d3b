import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wasmBackend } from '@attgan/backend-wasm';
import { importModel } from '@attgan/experiment';
import { readModel, readSafetensors, type StoredTensor } from '@attgan/formats';
import importers from '@attgan/importers';
import { loadTree } from '@attgan/kernels';
import nets, { attganGenerator, permuted, type Generator } from '@attgan/nets';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from './workspace.ts';

// Files that the original programs wrote, and hostile ones. They are too large to ship; they lie beside a checkout of the maintainers'.
const INTEROP = join(ROOT, '..', 'shared', 'interop');
const there = existsSync(INTEROP);
const reason = there ? '' : ' (skipped: the files are not here)';

const bin = join(ROOT, 'packages', 'attgan', 'bin', 'attgan.js');
const PWNED = '/tmp/attgan-pwned';
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attgan-interop-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const GOOD = [
  'pytorch/128-s1-i1-zip/weights.49.zip.pth',
  'pytorch/128-s1-i0-legacy/weights.49.zip.pth',
  'pytorch/128-s1-i0-legacy/weights.49.legacy.pth',
  'pytorch/128-s1-i0-legacy/weights.49.legacy.no-nbt.pth',
  'pytorch/256-hq-s1-i1-module-legacy/weights.49.legacy.pth',
  'pytorch/128-full-state/weights.49.zip.pth',
  'tensorflow-master/128-s1-i1/generator.pb',
  'tensorflow-master/128-s1-i1/checkpoints',
  'tensorflow-master/128-s1-i1/checkpoints/ckpt-7.index',
  'tensorflow-v1/128-s1-i0/checkpoints',
];

describe.skipIf(!there)(`files of the original programs${reason}`, () => {
  beforeAll(async () => {
    await wasmBackend.open({});
  });

  test.each(GOOD)('%s edits as its program did', async (file) => {
    const path = join(INTEROP, file);
    const out = join(folder, file.replaceAll('/', '-'));
    const { card } = await importModel(path, { out, builtIn: [nets, importers] });
    const { tensors: stored } = await readModel(out);
    const generator: Generator = attganGenerator.create(card.generator.options, card.attributes.length);
    const weights = loadTree(generator.weights, stored, { prefix: 'generator', describe: out });
    const home = join(INTEROP, ...file.split('/').slice(0, 2));
    const { tensors } = await readSafetensors(join(home, 'io.safetensors'));
    const { tolerance_max_abs: tolerance, layout } = JSON.parse(readFileSync(join(home, 'case.json'), 'utf8')) as {
      tolerance_max_abs: number;
      layout: 'NCHW' | 'NHWC';
    };
    const faces = images(tensors.get('x') as StoredTensor, layout);
    const edited = tf.tidy(() => {
      const { features } = generator.encode(weights.params, weights.state, faces, 'inference');
      const { shape, values } = tensors.get('code_edit') as StoredTensor;
      const code = tf.tensor2d(values(), shape as [number, number]);
      return generator.decode(weights.params, weights.state, features, code, 'inference').image;
    });
    const expected = images(tensors.get('edit') as StoredTensor, layout);
    const off = await largest(tf.sub(edited, expected));
    expect(off).toBeLessThanOrEqual(tolerance);
    const pixels = (image: tf.Tensor): tf.Tensor => tf.round(tf.mul(tf.add(image, 1), 127.5));
    expect(await largest(tf.sub(pixels(edited), pixels(expected)))).toBeLessThanOrEqual(1);
  });

  test('a file of weights with permuted strides is the file with plain ones', async () => {
    const [one, other] = await Promise.all(
      ['control', 'control-channels-last'].map(async (name) => {
        const out = join(folder, name);
        await importModel(join(INTEROP, 'bad', `${name}.zip.pth`), { out, builtIn: [nets, importers] });
        return readModel(out);
      }),
    );
    expect(one?.sha256).toBe(other?.sha256);
  });
});

describe.skipIf(!there)(`damaged and hostile files${reason}`, () => {
  const named = there
    ? (JSON.parse(readFileSync(join(INTEROP, 'bad', 'bad.json'), 'utf8')) as {
        files: { file: string; expect: string }[];
      })
    : { files: [{ file: 'none', expect: 'reject' }] };
  const bad = named.files.filter((each) => each.expect === 'reject').map(({ file }) => file.replace(/\/$/, ''));

  test.each(bad)('%s is refused in one line, soon, and nothing is run or written', async (file) => {
    const out = join(folder, `bad-${file.replaceAll('/', '-')}`);
    const { code, stderr, megabytes, seconds } = await importInChild(join(INTEROP, 'bad', file), out);
    expect(stderr).toMatch(/^error: .+\n$/);
    expect(stderr).not.toContain('defect');
    expect(code).toBe(1);
    expect(megabytes).toBeLessThan(200);
    expect(seconds).toBeLessThan(5);
    expect((await readdir(folder)).filter((name) => name.includes(`bad-${file.replaceAll('/', '-')}`))).toEqual([]);
    expect(existsSync(PWNED)).toBe(false);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test('every file of the folder is tried', () => {
    const files = readdirSync(join(INTEROP, 'bad')).filter((name) => /\.(pth|pb)$|^truncated-checkpoint$/.test(name));
    expect(files.filter((name) => !name.startsWith('control')).toSorted()).toEqual(bad.toSorted());
  });
});

function images({ shape, values }: StoredTensor, layout: 'NCHW' | 'NHWC'): tf.Tensor4D {
  const array = { shape, values: values() };
  const { shape: edges, values: numbers } = layout === 'NCHW' ? permuted(array, [0, 2, 3, 1]) : array;
  return tf.tensor4d(numbers, edges as [number, number, number, number]);
}

async function largest(difference: tf.Tensor): Promise<number> {
  const [value] = await tf.max(tf.abs(difference)).data();
  return value as number;
}

interface Ended {
  readonly code: number | null;
  readonly stderr: string;
  /** The most memory it held. */
  readonly megabytes: number;
  /** Of a processor. */
  readonly seconds: number;
}

/** Runs the built command as a user would, and has the process itself say what it took. */
function importInChild(file: string, out: string): Promise<Ended> {
  const usage = `process.on('exit', () => process.stdout.write(JSON.stringify(process.resourceUsage())))`;
  const hook = `data:text/javascript,${encodeURIComponent(usage)}`;
  const { NODE_OPTIONS: _, ...env } = process.env;
  const child = spawn(process.execPath, ['--import', hook, bin, 'import', file, '--out', out], { env });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text) => (stdout += String(text)));
  child.stderr.on('data', (text) => (stderr += String(text)));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const { maxRSS, userCPUTime, systemCPUTime } = JSON.parse(stdout) as NodeJS.ResourceUsage;
      resolve({ code, stderr, megabytes: maxRSS / 1024, seconds: (userCPUTime + systemCPUTime) / 1e6 });
    });
  });
}
