import { expect, test } from 'vitest';
import { runAsStranger } from '../tools/run-as-stranger.ts';
import { ROOT } from './workspace.ts';

// A short slice of `npm run soak`, which does the same to every long command for hours.
test('whatever is done to packing and importing, the same command then ends with the same bytes and leaves nothing', async () => {
  for (const job of ['pack', 'import']) {
    const { code, stdout, stderr } = await runAsStranger(
      `exec node tools/soak.mjs --job ${job} --rounds 2 --minutes 0 --seed 5`,
      ROOT,
    );
    expect(`${stdout}${stderr}`).toMatch(/ 2 jobs ended; 0 of them otherwise than in peace\./);
    expect(code).toBe(0);
  }
}, 120_000);
