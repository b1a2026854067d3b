import { access, appendFile, cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { runAsStranger, type Ended } from '../tools/run-as-stranger.ts';
import { ROOT } from './workspace.ts';

// A folder as one gets it from somebody else: photos, a model, a run, a study, configurations and a node_modules, with everything
// hostile in them. Each piece of code in it leaves the file CODE_RAN, and each path in it leads into `elsewhere`.

const bin = join(ROOT, 'packages', 'attgan', 'bin', 'attgan.js');
const SMALL = {
  data: { name: 'avatars', train: 4, validation: 2, test: 2, cache: 'off' },
  generator: { name: 'attgan', preset: 'paper-64', size: 32, width: 1 / 32 },
  critic: { name: 'attgan', width: 1 / 32 },
  method: { name: 'attgan', criticUpdates: 1 },
  backend: { name: 'wasm' },
  train: { iterations: 1, batch: 2 },
};
const ESCAPES = '\u001b]0;owned\u0007\u009b2J\u202e';

let root = '';
let stranger = '';
let elsewhere = '';
let code = '';

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'attgan-stranger-'));
  stranger = join(root, 'stranger');
  code = `require('node:fs').writeFileSync(${JSON.stringify(join(root, 'CODE_RAN'))}, '');\n`;
  const model = join(ROOT, 'models', 'avatars-64');
  await cp(model, join(stranger, 'model'), { recursive: true });
  const evil = { name: 'evil', main: 'index.cjs', version: '4.22.0' };
  await put({
    'evil.cjs': code,
    'node_modules/evil/package.json': JSON.stringify(evil),
    'node_modules/evil/index.cjs': code,
    'node_modules/@tensorflow/tfjs-node/package.json': JSON.stringify({ ...evil, name: '@tensorflow/tfjs-node' }),
    'node_modules/@tensorflow/tfjs-node/index.cjs': code,
    'node_modules/@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node': 'native code',
    'config.json': JSON.stringify({ ...SMALL, plugins: ['./evil.cjs', 'evil'] }),
    'run/experiment.json': JSON.stringify({ ...SMALL, plugins: ['./evil.cjs'] }),
    'study.json': JSON.stringify({
      title: 'x',
      base: { ...SMALL, plugins: ['evil'] },
      experiments: { one: { plugins: ['./evil.cjs'] }, two: {} },
    }),
  });
}, 60_000);
afterAll(() => rm(root, { recursive: true, force: true }));
beforeEach(async () => {
  elsewhere = await mkdtemp(join(root, 'elsewhere-'));
});

async function put(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(stranger, name)), { recursive: true });
    await writeFile(join(stranger, name), text);
  }
}

/** Runs a command in the stranger's folder itself: whatever of it runs or is written to elsewhere is an error. */
async function attgan(line: string, environment = ''): Promise<Ended> {
  const ended = await runAsStranger(`${environment} exec node ${bin} ${line}`, stranger);
  await expect(access(join(root, 'CODE_RAN'))).rejects.toThrow('ENOENT');
  expect(await readdir(elsewhere)).toEqual([]);
  // oxlint-disable-next-line no-control-regex
  expect(ended.stdout + ended.stderr).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  return ended;
}

test('plugins that a configuration, a run or a study names are not loaded, and said', async () => {
  for (const [line, message] of [
    [
      'train --config config.json --run out',
      'config.json names plugins, which are code, and they were not loaded: ./evil.cjs, evil.',
    ],
    [
      'train --resume --run run',
      'run/experiment.json names plugins, which are code, and they were not loaded: ./evil.cjs.',
    ],
    [
      'study study.json --out out',
      'study.json names plugins, which are code, and they were not loaded: evil, ./evil.cjs.',
    ],
    ['train --config config.json --run out --plugin ./none.mjs', 'they were not loaded: ./evil.cjs, evil.'],
  ] as const) {
    const { code: exit, stderr } = await attgan(line);
    expect([exit, stderr]).toEqual([2, expect.stringContaining(message)]);
  }
}, 60_000);

test('the project’s own configuration, and --plugin, have plugins loaded', async () => {
  const own = join(root, 'own');
  const plugin = `require('node:fs').writeFileSync('LOADED', ''); module.exports = { spec: 1, name: 'mine', provides: [] };`;
  await cp(join(stranger, 'study.json'), join(own, 'study.json'));
  await writeFile(join(own, 'mine.cjs'), plugin);
  await writeFile(join(own, 'small.json'), JSON.stringify({ ...SMALL, plugins: ['./mine.cjs'], method: 'none' }));
  const train = async (more: string): Promise<string> => {
    await rm(join(own, 'LOADED'), { force: true });
    const { stderr } = await runAsStranger(`exec node ${bin} train --config small.json --run out ${more}`, own);
    return `${(await readdir(own)).includes('LOADED')}: ${stderr}`;
  };
  expect(await train('')).toMatch(/^false: error: small\.json names plugins.*add --plugin \.\/mine\.cjs, or list them/);
  expect(await train('--plugin ./mine.cjs')).toMatch(/^true: error: No method named "none"/);
  await writeFile(join(own, 'attgan.config.json'), JSON.stringify({ plugins: ['./mine.cjs'] }));
  expect(await train('')).toMatch(/^true: error: No method named "none"/);
}, 60_000);

test('native code of a node_modules that no package.json asks for is not loaded', async () => {
  const { stdout } = await attgan('backends', `ATTGAN_CACHE=${join(root, 'empty')}`);
  expect(stdout).toMatch(/tensorflow +not installed/);
});

test('a model, a run and a study name no folder that is written to', async () => {
  const card = JSON.parse(await readFile(join(ROOT, 'models', 'avatars-64', 'model.json'), 'utf8')) as {
    provenance: { experiment: object };
  };
  const data = { ...SMALL.data, cache: elsewhere };
  card.provenance.experiment = { ...card.provenance.experiment, data };
  await put({
    'model/model.json': JSON.stringify(card),
    'cached/experiment.json': JSON.stringify({ ...SMALL, data }),
    'cached.json': JSON.stringify({
      title: 'x',
      base: { ...SMALL, data },
      experiments: { one: { data } },
      evaluation: { metrics: ['reconstruction'], count: 1 },
    }),
  });
  const cache = `ATTGAN_CACHE=${join(root, 'cache')}`;
  for (const [line, message] of [
    [
      'evaluate --model model --backend wasm --metric reconstruction --count 1 --out measured',
      'model.json: data.cache not used',
    ],
    ['train --resume --run cached', 'cached/experiment.json: data.cache not used, because only flags'],
    ['study cached.json --out studied', 'cached.json: data.cache not used'],
  ] as const) {
    expect((await attgan(line, cache)).stderr).toContain(message);
  }
}, 120_000);

test('a run’s links that lead out of it are not written through', async () => {
  const target = join(root, 'precious.txt');
  await writeFile(target, 'precious\n');
  for (const [name, to] of [
    ['metrics.jsonl', target],
    ['checkpoints', elsewhere],
    ['samples', '../../elsewhere-none'],
  ] as const) {
    const run = join(stranger, 'linked');
    await mkdir(run);
    await writeFile(join(run, 'experiment.json'), JSON.stringify(SMALL));
    await symlink(to, join(run, name));
    const { code: exit, stderr } = await attgan('train --resume --run linked');
    expect([exit, stderr]).toEqual([
      2,
      expect.stringMatching(new RegExp(`linked/${name} is a link to .*would write there`)),
    ]);
    await rm(run, { recursive: true });
  }
  expect(await readFile(target, 'utf8')).toBe('precious\n');
}, 60_000);

test('escape codes of names and cards are shown, and reach no terminal', async () => {
  const card = JSON.parse(await readFile(join(stranger, 'model', 'model.json'), 'utf8')) as { attributes: string[] };
  card.attributes[0] = `Bald${ESCAPES}`;
  await put({ 'escapes/model.json': JSON.stringify({ ...card, exclusive: [] }) });
  await cp(join(stranger, 'model', 'model.safetensors'), join(stranger, 'escapes', 'model.safetensors'));
  await mkdir(join(stranger, 'photos'));
  const picture = sharp({ create: { width: 64, height: 64, channels: 3, background: '#c09070' } });
  await picture.png().toFile(join(stranger, 'photos', `a${ESCAPES}.png`));
  await writeFile(join(stranger, 'photos', `b${ESCAPES}.png`), 'no picture');
  await appendFile(join(stranger, 'run', 'experiment.json'), ESCAPES);
  const shown = '\\u001b]0;owned\\u0007\\u009b2J\\u202e';
  for (const [line, message] of [
    ['edit photos --model escapes --set Bold=on --out edited --backend wasm', `Bald${shown}`],
    ['edit photos --model model --set Bald=on --align none --out edited --backend wasm', `b${shown}.png`],
    ['edit photos --model model --set Bald=on --align none --out edited --backend wasm --json', `a${shown}.png`],
    ['train --resume --run run', 'is not JSON'],
    [`train --run "$(printf 'x\\033[2J')" --method "$(printf '\\033c')"`, 'No method named "\\u001bc"'],
  ] as const) {
    const { stdout, stderr } = await attgan(line);
    expect(stdout + stderr).toContain(message);
  }
}, 120_000);

test('small files of a model cost no memory, and refuse in a line', async () => {
  const wide = JSON.parse(await readFile(join(stranger, 'model', 'model.json'), 'utf8')) as {
    generator: { options: object };
  };
  const parts = { attributes: Array.from({ length: 1_000_000 }, (_, index) => `a${index}`), exclusive: [] };
  await put({
    'wide/model.json': JSON.stringify({ ...wide, generator: { ...wide.generator, options: { width: 1000 } } }),
    'many/model.json': JSON.stringify({ ...wide, ...parts }),
    'deep/model.json': '['.repeat(10_000_000),
  });
  for (const [folder, message] of [
    ['wide', 'A width of 1000 makes a layer of 128000 filters'],
    ['many', 'attributes: Too big'],
    ['deep', 'nests lists and objects 10000000 deep'],
  ] as const) {
    await cp(join(stranger, 'model', 'model.safetensors'), join(stranger, folder, 'model.safetensors'));
    const script = `import('${bin}').then(() => process.on('exit', () => console.error('PEAK', process.resourceUsage().maxRSS)))`;
    const edit = `edit photos --model ${folder} --set Bald=on --out edited --backend wasm`;
    await writeFile(join(root, 'peak.mjs'), script);
    const { code: exit, stderr } = await runAsStranger(`exec node ${join(root, 'peak.mjs')} ${edit}`, stranger);
    expect([exit, stderr]).toEqual([1, expect.stringMatching(message)]);
    expect(Number(/PEAK (\d+)/.exec(stderr)?.[1]) * 1024).toBeLessThan(600e6);
  }
}, 60_000);
