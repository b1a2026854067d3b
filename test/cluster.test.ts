import { expect, test } from 'vitest';
import { runAsStranger } from '../tools/run-as-stranger.ts';
import { ROOT } from './workspace.ts';

// A short slice of `npm run cluster`, which kills more often.
test('two processes train what one trains, and go on with the same bytes after one of them was killed', async () => {
  const { code, stdout, stderr } = await runAsStranger(
    'exec node tools/cluster.mjs --iterations 30 --kills 1 --seed 3',
    ROOT,
  );
  expect(`${stdout}${stderr}`).toMatch(/^1 kills; 0 problems /m);
  expect(code).toBe(0);
}, 180_000);
