import { expect, test } from 'vitest';
import { newestFirst } from './newest-first.ts';

test('of many positions of a slider the newest is worked on, and none queues up', async () => {
  const done: (readonly [string, number][])[] = [];
  const queue = newestFirst<string, number>({
    work: async (asked) => {
      done.push([...asked]);
      await new Promise((resolve) => setTimeout(resolve, 5));
    },
    settle: async () => undefined,
    delay: 0,
    onError: () => undefined,
  });
  for (let value = 0; value < 1000; value++) queue.ask('one', value);
  queue.ask('other', 7);
  await queue.idle();
  expect(done).toEqual([
    [['one', 0]],
    [
      ['one', 999],
      ['other', 7],
    ],
  ]);
});

test('all is settled once at the end, and an error stops nothing', async () => {
  const [errors, settled]: [unknown[], number[]] = [[], []];
  let worked = 0;
  const queue = newestFirst<number, number>({
    work: async () => {
      worked += 1;
      if (worked === 1) throw new Error('lost');
    },
    settle: async () => void settled.push(worked),
    delay: 1,
    onError: (error) => errors.push(error),
  });
  queue.ask(1, 1);
  queue.ask(1, 2);
  await queue.idle();
  expect(errors).toHaveLength(1);
  expect(settled).toEqual([2]);
  queue.ask(1, 3);
  await queue.idle();
  expect(settled).toEqual([2, 3]);
});
