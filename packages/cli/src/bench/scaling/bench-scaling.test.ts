import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Scaling } from '@attgan/eval';
import { afterAll, beforeAll, expect, test } from 'vitest';

const bin = join(import.meta.dirname, '../../../../attgan/bin/attgan.js');
const SMALL = '--preset paper-64 --width 0.03125 --batch 2 --repeats 1 --backend wasm';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'attgan-bench-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

function bench(flags: string): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [bin, 'bench', ...flags.split(' ')], { cwd: root }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

test('what grows is measured in processes of their own, fitted, and written as a page and as JSON', async () => {
  const flags = `${SMALL} --scaling --batches 4,1,2 --widths 0.03125 --processes 2 --pictures 1 --out grown --json`;
  const { code, stdout, stderr } = await bench(flags);
  expect(code, stderr).toBe(0);
  const { scaling, page } = JSON.parse(stdout) as { readonly scaling: Scaling; readonly page: string };
  expect((await readdir(join(root, 'grown'))).sort()).toEqual(['scaling.html', 'scaling.json']);
  expect(page).toBe(join('grown', 'scaling.html'));
  expect(JSON.parse(await readFile(join(root, 'grown', 'scaling.json'), 'utf8'))).toMatchObject({
    preset: 'paper-64',
    width: 0.03125,
    backend: 'wasm',
    parameters: { generator: 20_423, critic: 23_728 },
    series: scaling.series,
  });
  const [batch, width, processes, pictures] = scaling.series;
  expect(batch?.points.map((point) => point['batch'])).toEqual([1, 2, 4]);
  expect(Object.keys(batch?.growth ?? {}).sort()).toEqual([
    'critic_ms',
    'edit_mb',
    'edit_ms',
    'generator_ms',
    'train_mb',
  ]);
  // The networks of width 1/32 and batch 2 belong to both series, and are measured once.
  expect(width?.points).toEqual([{ ...batch?.points[1], batch: undefined, width: 0.03125 }]);
  expect(processes?.points).toEqual([{ processes: 2, edits_per_s: expect.any(Number), all_mb: expect.any(Number) }]);
  for (const series of scaling.series) {
    for (const point of series.points) {
      for (const [name, value] of Object.entries(point)) {
        expect(value, name).toBeGreaterThan(0);
        // What Node alone holds; two processes hold twice that.
        if (name.endsWith('_mb')) expect(value).toBeGreaterThan(name === 'all_mb' ? 100 : 50);
      }
    }
  }
  expect(Object.keys(pictures?.points[0] ?? {})).toEqual(['pictures', 'photos_s', 'faces_s', 'photos_mb', 'faces_mb']);

  const again = await bench(`${SMALL} --scaling --batches 1 --widths 0.03125 --pictures none --out grown`);
  expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('grown/scaling.html is there already')]);
}, 120_000);
