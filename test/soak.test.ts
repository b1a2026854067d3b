import { expect, test } from 'vitest';
import { runAsStranger } from '../tools/run-as-stranger.ts';
import { ROOT } from './workspace.ts';

// A short slice of `npm run soak`, which does the same to every long command for hours.
test('whatever is done to packing, importing and serving, the same command then ends with the same bytes and leaves nothing', async () => {
  for (const job of ['pack', 'import', 'serve']) {
    const { code, stdout, stderr } = await runAsStranger(
      `exec node tools/soak.mjs --job ${job} --lanes 1 --minutes 0 --seed 14`,
      ROOT,
    );
    expect(`${stdout}${stderr}`).toMatch(/ [1-4] of them SIGKILL; 1 jobs ended; 0 of them otherwise than in peace\./);
    expect(code).toBe(0);
  }
}, 120_000);
