import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const bin = join(import.meta.dirname, '..', 'bin', 'attgan.js');
let root = '';

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'attgan-command-'));
  const files: Record<string, string> = {
    'bad.json': '{ "method": ',
    'damaged/experiment.json': '{',
    'a/1.jpg': 'no image',
    'b/1.png': 'no image',
    'attgan.config.ts': 'const width: number = 2;\nexport default { generator: { widht: width } };\n',
    // Node resolves it by "require", which this package does not offer.
    'node_modules/import-only/package.json': '{"name":"import-only","type":"module","exports":{"import":"./index.js"}}',
    'node_modules/import-only/index.js': 'export default { spec: 1, name: "import-only", provides: [] };',
  };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), text);
  }
});
afterAll(() => rm(root, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command line as a user would; `seen` is told of everything on stderr so far. */
function attgan(args: readonly string[], seen?: (stderr: string, interrupt: () => void) => void): Promise<Ended> {
  // Without the conditions that tests are run under.
  const { NODE_OPTIONS: _, ...env } = process.env;
  const child = spawn(process.execPath, [bin, ...args], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
    seen?.(stderr, () => child.kill('SIGINT'));
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

test.each([
  [2, 'bad.json cannot be read', ['train', '--config', 'bad.json']],
  [2, 'Unknown option generator.widht. Did you mean "width"?', ['train', '--config', 'attgan.config.ts']],
  [2, 'exports have no "default" condition', ['plugins', '--plugin', 'import-only']],
  [2, 'must be a package name or a path', ['train', '--set', 'plugins=[1]']],
  [2, '--run needs a value', ['train', '--run', '--resume']],
  [2, 'there is no run in typo', ['train', '--resume', '--run', 'typo']],
  [1, 'damaged/experiment.json is not JSON', ['train', '--resume', '--run', 'damaged']],
  [2, 'would both be written to o/1', 'edit a/1.jpg b/1.png --model m --set Young=on --out o'.split(' ')],
  [2, 'No backend named "abacus"', ['backends', 'install', 'abacus']],
])('exit %i, one line: %s', async (code, message, args) => {
  const ended = await attgan(args);
  expect(ended.stderr).toContain(message);
  expect(ended.code).toBe(code);
  expect(ended.stdout).toBe('');
  expect(ended.stderr.trim().split('\n').at(-1)).toMatch(/^error: /);
  expect(ended.stderr).not.toMatch(/\n\s+at /);
});

test('a path plugin of the project is found without a leading dot, and --verbose adds the stack of an error', async () => {
  expect((await attgan(['plugins', '--plugin', 'node_modules/import-only/index.js'])).code).toBe(0);
  const { stderr, code } = await attgan(['train', '--bach', '2', '--verbose']);
  expect([code, /\n\s+at /.test(stderr)]).toEqual([2, true]);
});

test('a reader that goes away, as head does, is no error', async () => {
  const child = spawn(process.execPath, [bin, 'plugins'], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect([code, stderr]).toEqual([0, '']);
});

test('doctor and backends say as JSON what is here', async () => {
  const facts = JSON.parse((await attgan(['doctor', '--json'])).stdout) as Record<string, string>;
  expect(facts).toMatchObject({ node: process.version, 'backend wasm': 'ready' });
  expect(facts).toHaveProperty('cache');
  const backends = JSON.parse((await attgan(['backends', '--json'])).stdout) as { name: string; speed: number }[];
  expect(backends.map(({ name }) => name).sort()).toEqual(['onnx', 'tensorflow', 'wasm', 'webgpu']);
});

test('an interrupted training exits 130 with all it did saved, and goes on from there without other flags', async () => {
  const options = {
    data: 'avatars',
    'data.train': 16,
    'data.validation': 4,
    'data.test': 4,
    'data.cache': 'off',
    backend: 'wasm',
    'generator.preset': 'paper-64',
    'generator.size': 32,
    'generator.width': 1 / 32,
    'critic.width': 1 / 32,
    'method.criticUpdates': 1,
    batch: 2,
    iterations: 100_000,
    run: 'run',
  };
  const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  let interrupted = false;
  const stopped = await attgan(['train', '--json', ...flags], (stderr, interrupt) => {
    // Once: a second interrupt means to lose the iteration.
    if (!interrupted && stderr.includes('Run folder: run')) {
      interrupted = true;
      setTimeout(interrupt, 1500);
    }
  });
  expect(stopped.code, stopped.stderr).toBe(130);
  expect(JSON.parse(stopped.stdout)).toEqual({ interrupted: true, folder: 'run' });
  const iteration = Number(/Stopped after iteration (\d+); a checkpoint was saved/.exec(stopped.stderr)?.[1]);
  expect(iteration).toBeGreaterThan(0);
  expect(await readdir(join(root, 'run', 'model'))).toContain('model.safetensors');

  const changed = await attgan(['train', '--resume', '--run', 'run', '--generator.width', '1']);
  expect([changed.code, changed.stderr]).toEqual([2, expect.stringContaining('cannot change the generator')]);

  const end = iteration + 2;
  const resumed = await attgan(['train', '--json', '--resume', '--run', 'run', '--iterations', String(end)]);
  expect(resumed.code, resumed.stderr).toBe(0);
  expect(resumed.stderr).toContain(`Resuming after iteration ${iteration}.`);
  expect(JSON.parse(resumed.stdout)).toEqual({ iteration: end, folder: 'run' });
  const lines = (await readFile(join(root, 'run', 'metrics.jsonl'), 'utf8')).trim().split('\n');
  expect(JSON.parse(lines.at(-1) as string)).toHaveProperty('iteration', end);
});
