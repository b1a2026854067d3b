import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './workspace.ts';

test('a run in which a file blocks its process ends, and names the file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'attgan-stall-'));
  try {
    const reporter = JSON.stringify(join(ROOT, 'tools', 'stall-watch.ts'));
    const config = `import { StallWatch } from ${reporter};
export default { test: { globals: true, maxWorkers: 2, reporters: ['default', new StallWatch(3000)] } };`;
    await writeFile(join(folder, 'vitest.config.ts'), config);
    await writeFile(join(folder, 'fine.test.ts'), `test('ends', () => {});`);
    const blocks = `test('blocks', () => { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 30_000); });`;
    await writeFile(join(folder, 'stuck.test.ts'), blocks);
    const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
    const { status, stdout } = spawnSync(process.execPath, [vitest, 'run', '--root', folder], {
      encoding: 'utf8',
      timeout: 50_000,
    });
    expect(status, stdout).toBe(1);
    expect(stdout).toMatch(/Nothing has ended for 3 seconds\. Still running:\n {2}\S+stuck\.test\.ts\n/);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('1 passed, 1 failed');
    expect(stdout).not.toMatch(/ {2}\S+fine\.test\.ts\n/);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
