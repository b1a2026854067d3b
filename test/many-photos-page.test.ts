import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { blocksOf } from './guide.ts';
import { attganHere } from './in-process.ts';
import { ROOT } from './workspace.ts';

// What docs/many-photos.md shows for Kubernetes, Slurm and Ray, run on two photos.

const BIN = join(ROOT, 'packages', 'attgan', 'bin', 'attgan.js');
const run = promisify(execFile);
let root = '';
let blocks: ReturnType<typeof blocksOf> = [];

/** The text of the page's file, with its folder `/data` here. */
const textOf = (file: string): string =>
  (blocks.find((block) => block.file === file)?.text ?? '').replaceAll('/data/', `${root}/`);

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'attgan-page-'));
  blocks = blocksOf(await readFile(join(ROOT, 'docs', 'many-photos.md'), 'utf8'));
  for (const name of ['0.png', '1.png']) {
    const create = {
      width: 128,
      height: 128,
      channels: 3,
      background: name === '0.png' ? '#a08070' : '#807060',
    } as const;
    await sharp({ create }).png().toFile(join(root, name));
  }
  await writeFile(join(root, 'photos.csv'), 'path\n0.png\n1.png\n');
});
afterAll(() => rm(root, { recursive: true, force: true }));

interface Job {
  readonly kind: string;
  readonly spec: {
    readonly completionMode: string;
    readonly completions: number;
    readonly template: {
      readonly spec: { readonly containers: readonly [{ readonly command: string[]; readonly args: string[] }] };
    };
  };
}

const jobHere = (): Job => parse(textOf('many-photos-job.yaml')) as Job;

test('the Kubernetes job is one of indexes, and its command does the shard of its index', async () => {
  const { kind, spec } = jobHere();
  expect([kind, spec.completionMode, spec.completions]).toEqual(['Job', 'Indexed', 8]);
  const [{ command, args }] = spec.template.spec.containers;
  expect(command).toEqual(['npx', 'attgan']);
  process.env['JOB_COMPLETION_INDEX'] = '1';
  try {
    const { code, stderr, stdout } = await attganHere(args);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('1 photos edited');
  } finally {
    delete process.env['JOB_COMPLETION_INDEX'];
  }
  expect(await readFile(join(root, 'edited', 'results-00001-of-00008.jsonl'), 'utf8')).toContain('"input":"1.png"');
});

test('the Slurm script does the shard of its task', async () => {
  const tools = join(root, 'tools');
  await mkdir(tools);
  await writeFile(join(tools, 'npx'), `#!/bin/sh\nshift\nexec "${process.execPath}" "${BIN}" "$@"\n`);
  await chmod(join(tools, 'npx'), 0o755);
  const script = join(root, 'many-photos.sbatch');
  await writeFile(script, textOf('many-photos.sbatch'));
  expect(await readFile(script, 'utf8')).toContain('#SBATCH --array=0-7\n');
  const env = { ...process.env, PATH: `${tools}:${process.env['PATH']}`, SLURM_ARRAY_TASK_ID: '0' };
  const { stdout } = await run('bash', [script], { env });
  expect(stdout).toContain('1 photos edited');
  expect(await readFile(join(root, 'edited', 'results-00000-of-00008.jsonl'), 'utf8')).toContain('"input":"0.png"');
});

test('the program for Ray submits a job for each shard, with the command of the others', async () => {
  const entrypoints: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += String(chunk)));
    request.on('end', () => {
      entrypoints.push((JSON.parse(body) as { entrypoint: string }).entrypoint);
      response.end(JSON.stringify({ submission_id: `${request.method} ${request.url} ${entrypoints.length}` }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const program = join(root, 'submit-shards.mjs');
  await writeFile(program, textOf('submit-shards.mjs').replace(':8265', `:${port}`));
  const { stdout } = await run(process.execPath, [program]);
  server.close();
  expect(stdout).toContain('7 POST /api/jobs/ 8\n');
  const [{ command, args }] = jobHere().spec.template.spec.containers;
  const shared = [...command, ...args].join(' ');
  expect(entrypoints).toEqual(Array.from({ length: 8 }, (_, shard) => shared.replace('auto/8', `${shard}/8`)));
});
