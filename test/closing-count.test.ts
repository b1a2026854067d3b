import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ROOT } from './workspace.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attgan-count-'));
  const reporter = JSON.stringify(join(ROOT, 'tools', 'closing-count.ts'));
  const config = `import { ClosingCount } from ${reporter};
export default { test: { globals: true, reporters: ['default', new ClosingCount()] } };`;
  await writeFile(join(folder, 'vitest.config.ts'), config);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The exit status and last line of a run of these test files. */
async function runOf(files: Readonly<Record<string, string>>): Promise<[number | null, string | undefined]> {
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, `${name}.test.ts`), text);
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const { status, stdout } = spawnSync(process.execPath, [vitest, 'run', '--root', folder], {
    encoding: 'utf8',
    timeout: 50_000,
  });
  return [status, stdout.trimEnd().split('\n').at(-1)];
}

test('the last line of a run counts what passed, alone on its line', async () => {
  const files = { one: `test('a', () => {}); test('b', () => {});`, two: `test('c', () => {});` };
  expect(await runOf(files)).toEqual([0, '3 passed, 0 failed']);
});

test('failures, skipped tests and files that do not load are counted', async () => {
  const files = {
    one: `test('a', () => {}); test('b', () => { throw new Error('wrong'); }); test.skip('c', () => {});`,
    two: `throw new Error('does not load');`,
  };
  expect(await runOf(files)).toEqual([1, '1 passed, 2 failed, 1 skipped']);
});

test('a hook that fails is a failure', async () => {
  const [status, line] = await runOf({ one: `beforeAll(() => { throw new Error('no'); }); test('a', () => {});` });
  expect([status, line]).toEqual([1, expect.stringMatching(/^0 passed, 1 failed/)]);
});
