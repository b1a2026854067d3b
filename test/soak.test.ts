import { expect, test } from 'vitest';
import { runAsStranger } from '../tools/run-as-stranger.ts';
import { ROOT } from './workspace.ts';

// A short slice of `npm run soak`, which does the same to every long command for hours.
test('whatever is done to packing, importing and serving, the same command then ends with the same bytes and leaves nothing', async () => {
  const jobs = ['pack', 'import', 'serve'].map((name) => `--job ${name}`).join(' ');
  const line = `exec node tools/soak.mjs ${jobs} --rounds 3 --most 4 --lanes 1 --minutes 0 --seed 80`;
  const { code, stdout, stderr } = await runAsStranger(line, ROOT);
  expect(`${stdout}${stderr}`).toMatch(/ [1-9]\d* of them SIGKILL; 3 jobs ended; 0 of them otherwise than in peace\./);
  expect(code).toBe(0);
}, 240_000);
