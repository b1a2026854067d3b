import { expect, test } from 'vitest';
import { createOrder, readBatches } from './batches.ts';
import { toyDataset } from './testing/toy-game.ts';

const options = { batch: 4, seed: 7, flip: true };

test('every pass over the data sees each image once, in another order', () => {
  const order = createOrder(10, options);
  const places = Array.from({ length: 5 }, (_, update) => order(update)).flat();
  const [first, second] = [places.slice(0, 10), places.slice(10)];
  const all = Array.from({ length: 10 }, (_, index) => index);
  expect(first.toSorted((a, b) => a - b)).toEqual(all);
  expect(second.toSorted((a, b) => a - b)).toEqual(all);
  expect(first).not.toEqual(second);
});

test('batches read from the third on are those of a reader that began with the first', async () => {
  const whole = readBatches(toyDataset, options, 0);
  await whole.next();
  await whole.next();
  const resumed = readBatches(toyDataset, options, 2, 1);
  for (let update = 2; update < 6; update++) {
    expect((await resumed.next()).value).toEqual((await whole.next()).value);
  }
});

test('another seed gives another order', () => {
  expect(createOrder(10, options)(0)).not.toEqual(createOrder(10, { ...options, seed: 8 })(0));
});
