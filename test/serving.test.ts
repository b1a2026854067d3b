import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cropForModel, loadPicture, savePicture, type Picture } from '@attgan/pictures';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { succeedAsStranger } from '../tools/run-as-stranger.ts';
import { blocksOf } from './guide.ts';
import { startOpenInference } from './open-inference-server.ts';
import { ROOT } from './workspace.ts';

/** A Python with mlserver, onnxruntime and pillow, where there is one. */
const PYTHON = process.env['ATTGAN_MLSERVER_PYTHON'] ?? '';
const BIN = join(ROOT, 'packages', 'attgan', 'bin', 'attgan.js');
const EXAMPLE = join(ROOT, 'examples', 'attgan-backend-open-inference');
const PORTRAIT = join(ROOT, 'packages', 'photos', 'assets', 'astronaut.png');
const MINUTES = 60_000;
let root = '';
let plain: Picture;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'attgan-served-'));
  await attgan('export faces-128 --format mlserver --out served/attgan');
  await attgan(`edit ${PORTRAIT} ${EDIT} --out plain.png`);
  plain = await loadPicture(join(root, 'plain.png'));
}, 2 * MINUTES);
afterAll(() => rm(root, { recursive: true, force: true }));

const EDIT = '--model faces-128 --set Eyeglasses=on';

function attgan(line: string): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [BIN, ...line.split(' ')], { cwd: root }, (error, _stdout, stderr) =>
      error === null ? resolve() : reject(new Error(stderr)),
    );
  });
}

/** The largest difference of two pictures, of 255. */
function difference(one: Picture, other: Picture): number {
  expect([other.width, other.height]).toEqual([one.width, one.height]);
  return one.pixels.reduce((most, value, at) => Math.max(most, Math.abs(value - (other.pixels[at] as number))), 0);
}

/** Edits the portrait, its generator on a server, and compares with the edit without one. */
async function editsAlike(url: string): Promise<void> {
  await attgan(
    `edit ${PORTRAIT} ${EDIT} --out served.png --plugin ${EXAMPLE} --backend open-inference --backend.url ${url}`,
  );
  expect(difference(await loadPicture(PORTRAIT), plain)).toBeGreaterThan(40);
  expect(difference(plain, await loadPicture(join(root, 'served.png')))).toBeLessThanOrEqual(1);
}

test(
  'a portrait whose generator runs on a server comes out as without one, and another model is refused',
  async () => {
    const server = await startOpenInference(join(root, 'served', 'attgan'));
    try {
      await editsAlike(server.url);
      const other = `edit ${PORTRAIT} --model faces-64 --set Eyeglasses=on --out other.png --plugin ${EXAMPLE}`;
      await expect(attgan(`${other} --backend open-inference --backend.url ${server.url}`)).rejects.toThrow(
        /error: The model \S+faces-64 is not the model that http\S+ serves\./,
      );
      expect(existsSync(join(root, 'other.png'))).toBe(false);
    } finally {
      server.close();
    }
  },
  2 * MINUTES,
);

describe.skipIf(!existsSync(PYTHON))('MLServer, started in an exported folder', () => {
  let server: ChildProcess;
  let url = '';
  beforeAll(async () => {
    const ports = [await freePort(), await freePort(), await freePort()].map(String);
    url = `http://127.0.0.1:${ports[0]}`;
    server = spawn(PYTHON, ['-c', 'from mlserver.cli import main; main()', 'start', join(root, 'served', 'attgan')], {
      cwd: root,
      env: {
        ...process.env,
        MLSERVER_HOST: '127.0.0.1',
        MLSERVER_HTTP_PORT: ports[0],
        MLSERVER_GRPC_PORT: ports[1],
        MLSERVER_METRICS_PORT: ports[2],
      },
      stdio: 'ignore',
    });
    while (
      !(await fetch(`${url}/v2/models/attgan/ready`).then(
        ({ ok }) => ok,
        () => false,
      ))
    ) {
      if (server.exitCode !== null) throw new Error(`mlserver ended with ${server.exitCode}`);
      await new Promise((resolve) => void setTimeout(resolve, 100));
    }
  }, MINUTES);
  afterAll(async () => {
    const ended = once(server, 'exit');
    server.kill();
    await ended;
  });

  test('runs the generator of a portrait', () => editsAlike(url), 2 * MINUTES);

  test('tells what the export wrote', async () => {
    const answer = (await (await fetch(`${url}/v2/models/attgan`)).json()) as Record<string, unknown>;
    const settings = JSON.parse(await readFile(join(root, 'served', 'attgan', 'model-settings.json'), 'utf8')) as {
      readonly inputs: unknown;
      readonly outputs: unknown;
    };
    expect(answer).toMatchObject({ name: 'attgan', inputs: settings.inputs, outputs: settings.outputs });
  });

  test(
    'edits a picture that is sent by the page’s curl, as attgan edit does',
    async () => {
      const { picture } = await cropForModel(await loadPicture(PORTRAIT), 128);
      await savePicture(join(root, 'face.png'), picture);
      const page = await readFile(join(ROOT, 'docs', 'serving.md'), 'utf8');
      const request = blocksOf(page).find(({ text }) => text.includes('curl '))?.text ?? '';
      await succeedAsStranger(request.replace('http://127.0.0.1:8080', url), root);
      const { attributes } = JSON.parse(await readFile(join(ROOT, 'models', 'faces-128', 'model.json'), 'utf8')) as {
        readonly attributes: readonly string[];
      };
      const has = ['Brown_Hair', 'Mouth_Slightly_Open', 'No_Beard', 'Young'];
      const labels = attributes.map((name) => (has.includes(name) ? 1 : -1));
      await writeFile(join(root, 'labels.csv'), `image_id,${attributes.join()}\nface.png,${labels.join()}\n`);
      await attgan(`edit face.png ${EDIT} --align none --labels labels.csv --out local.png`);
      const [local, served] = await Promise.all(
        ['local.png', 'edited.png'].map((name) => loadPicture(join(root, name))),
      );
      expect(difference(picture, local as Picture)).toBeGreaterThan(40);
      expect(difference(local as Picture, served as Picture)).toBeLessThanOrEqual(1);
    },
    MINUTES,
  );

  test.each([
    ['The input "image" is missing.', []],
    ['The input "image" must be FP32, not INT32.', [{ name: 'image', datatype: 'INT32', shape: [1], data: [1] }]],
    ['has shape [1, 2]; it must be', [{ name: 'image', datatype: 'FP32', shape: [1, 2], data: [1, 2] }]],
    ['are not 49152 numbers', [{ name: 'image', datatype: 'FP32', shape: [1, 128, 128, 3], data: [null] }]],
    ['are not all PNG or JPEG files', [{ name: 'image', datatype: 'BYTES', shape: [1], data: ['aGFsbG8='] }]],
    ['are not all PNG or JPEG files', [{ name: 'image', datatype: 'BYTES', shape: [1], data: [7] }]],
  ])('answers a mistake in a line: %s', async (line, inputs: readonly object[]) => {
    const code = { name: 'code', datatype: 'FP32', shape: [1, 13], data: Array.from({ length: 13 }, () => 0.5) };
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ inputs: [...inputs, code] });
    const response = await fetch(`${url}/v2/models/attgan/infer`, { method: 'POST', headers, body });
    const { error } = (await response.json()) as { readonly error: string };
    expect([response.status, error]).toEqual([400, expect.stringContaining(line)]);
    expect(error).not.toContain('\n');
  });
});

test('the InferenceService has Triton serve the folder that the page exports, by the protocol', async () => {
  const service = parse(await readFile(join(EXAMPLE, 'kserve.yaml'), 'utf8')) as {
    readonly spec: { readonly predictor: { readonly model: { readonly storageUri: string } } };
  };
  expect(service).toMatchObject({
    apiVersion: 'serving.kserve.io/v1beta1',
    kind: 'InferenceService',
    spec: {
      predictor: { model: { modelFormat: { name: 'onnx' }, runtime: 'kserve-tritonserver', protocolVersion: 'v2' } },
    },
  });
  const page = await readFile(join(ROOT, 'docs', 'serving.md'), 'utf8');
  const [, out = ''] = /--format triton --out (\S+)/.exec(page) ?? [];
  const { storageUri } = service.spec.predictor.model;
  // The repository's folder, without the model's.
  expect(out).toBe(`${storageUri.replace('pvc://models/', '')}/attgan`);
  expect(page).toContain(`kubectl cp ${out} "$POD":/mnt/${out} `);
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise<void>((resolve) => void server.close(() => resolve()));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
