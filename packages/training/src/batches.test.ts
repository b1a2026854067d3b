import { registerGradients } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { balancedOrder } from './balanced-order.ts';
import { createOrder, readBatches, toBatch } from './batches.ts';
import { toyDataset } from './testing/toy-game.ts';

beforeAll(async () => {
  await registerGradients();
  await tf.setBackend('cpu');
});

const options = { batch: 4, seed: 7 };

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
  const resumed = readBatches(toyDataset, options, 2, undefined, 1);
  for (let update = 2; update < 6; update++) {
    expect((await resumed.next()).value).toEqual((await whole.next()).value);
  }
});

test('balanced batches show rare attributes as often as common ones, and are the same again', () => {
  // Of 1000 images every one has the first attribute but 10, and 20 have the second.
  const labels = Uint8Array.from({ length: 2000 }, (_, at) => (at % 2 === 0 ? Number(at >= 20) : Number(at < 40)));
  const plain = createOrder(1000, { batch: 100, seed: 3 });
  const balance = { share: 1, batch: 100, seed: 3, labels, attributes: ['Common', 'Rare'] };
  const [order, again] = [balancedOrder(plain, balance), balancedOrder(plain, balance)];
  const places = Array.from({ length: 20 }, (_, update) => order(update)).flat();
  expect(places).toEqual(Array.from({ length: 20 }, (_, update) => again(update)).flat());
  const share = (attribute: number): number =>
    places.filter((place) => labels[place * 2 + attribute] === 1).length / places.length;
  // Half the draws fix an attribute, evenly on both sides; the other half see it as the other attribute does.
  expect(share(0)).toBeGreaterThan(0.55);
  expect(share(0)).toBeLessThan(0.8);
  expect(share(1)).toBeGreaterThan(0.25);
  expect(share(1)).toBeLessThan(0.6);
  expect(balancedOrder(plain, { ...balance, share: 0 })(5)).toEqual(plain(5));

  // Drawn for the rare one alone: half of the images have it.
  const weighted = balancedOrder(plain, { ...balance, weights: { Common: 0 } });
  const rare = Array.from({ length: 20 }, (_, update) => weighted(update)).flat();
  expect(rare.filter((place) => labels[place * 2 + 1] === 1).length / rare.length).toBeCloseTo(0.5, 1);
  expect(() => balancedOrder(plain, { ...balance, weights: { rare: 2 } })).toThrow(
    'train.balanceWeights: the data has no attribute rare. It has: Common, Rare.',
  );
});

test('a side that no image is on is left out', () => {
  const order = balancedOrder(createOrder(4, options), {
    ...options,
    share: 1,
    labels: Uint8Array.of(0, 0, 0, 0),
    attributes: ['Never'],
  });
  expect(order(0).every((place) => place >= 0 && place < 4)).toBe(true);
});

test('another seed gives another order', () => {
  expect(createOrder(10, options)(0)).not.toEqual(createOrder(10, { ...options, seed: 8 })(0));
});

test('bytes become pixels in [−1, 1] on the device, and labels numbers', () => {
  const pixels = Uint8Array.from({ length: 12 }, (_, index) => [0, 51, 255, 128][index % 4] as number);
  const { images, labels } = toBatch({ count: 1, size: 2, pixels, labels: Uint8Array.of(1, 0) });
  expect([images.shape, images.dtype]).toEqual([[1, 2, 2, 3], 'float32']);
  const [darkest, dark, brightest] = images.dataSync();
  expect([darkest, brightest]).toEqual([-1, 1]);
  expect(dark).toBeCloseTo(-0.6, 6);
  expect(labels.arraySync()).toEqual([[1, 0]]);
  expect(tf.memory().numTensors).toBe(2);
  tf.dispose([images, labels]);
});

test('an empty train split is one line that says what there is', async () => {
  const empty = { ...toyDataset, counts: { train: 0, validation: 2, test: 3 } };
  await expect(readBatches(empty, options, 0).next()).rejects.toThrow(
    'There are no images in the train split to train on: 0 train, 2 validation, 3 test.',
  );
});
