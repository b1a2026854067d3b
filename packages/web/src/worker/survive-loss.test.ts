import { expect, test } from 'vitest';
import { surviveLoss } from './survive-loss.ts';

interface Engine {
  readonly name: string;
  readonly lost: Promise<string>;
  lose(why: string): void;
}

function engine(name: string): Engine {
  let lose: (why: string) => void = () => undefined;
  const lost = new Promise<string>((resolve) => {
    lose = resolve;
  });
  return { name, lost, lose };
}

test('work during which the engine is lost is done again on another, whether it failed or not', async () => {
  for (const fails of [true, false]) {
    const first = engine('first');
    let current = first;
    const reasons: string[] = [];
    const { run, watch } = surviveLoss(async (why) => {
      reasons.push(why);
      current = engine('second');
      watch(current);
    });
    watch(first);
    const used = await run(async () => {
      const { name } = current;
      if (current !== first) return name;
      first.lose('unplugged');
      if (fails) throw new Error('no device');
      await first.lost;
      return name;
    });
    expect(used).toBe('second');
    expect(reasons).toEqual(['unplugged']);
  }
});

test('an engine that is lost while nothing is done is replaced at once', async () => {
  const only = engine('only');
  const recovered = new Promise<string>((resolve) => {
    const { watch } = surviveLoss(async (why) => resolve(why));
    watch(only);
  });
  only.lose('asleep');
  expect(await recovered).toBe('asleep');
});

test('work that fails by itself fails once, and the next one runs', async () => {
  const { run, watch } = surviveLoss(() => Promise.reject(new Error('not called')));
  watch({ lost: new Promise(() => undefined) });
  let tries = 0;
  await expect(
    run(async () => {
      tries += 1;
      throw new Error('no photo');
    }),
  ).rejects.toThrow('no photo');
  expect(tries).toBe(1);
  expect(await run(async () => 7)).toBe(7);
});

test('where nothing else can compute, each work says why, and tries again', async () => {
  let able = false;
  const only = engine('only');
  const { run, watch } = surviveLoss(async () => {
    if (!able) throw new Error('no network');
  });
  watch(only);
  only.lose('gone');
  await only.lost;
  await expect(run(async () => 1)).rejects.toThrow('no network');
  able = true;
  expect(await run(async () => 2)).toBe(2);
});
