import { fold, randomKey, uniform, type RandomKey } from '@attgan/core';
import { fresh, recorded, type Computation } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { tensorflowBackend } from '../index.ts';

let notices: string[] = [];

async function open(graph: 'auto' | 'on' | 'off'): Promise<void> {
  const backend = await tensorflowBackend.open({ threads: 2, graph });
  notices = [];
  backend.reportTo?.((line) => notices.push(line));
}

beforeAll(async () => {
  await tensorflowBackend.install?.({ cuda: false, force: false, report: () => undefined });
}, 300_000);
beforeEach(() => open('auto'));

type Compute = (x: tf.Tensor1D, key: RandomKey, run: number) => tf.Tensor;

/**
 * Runs it five times, with other numbers each time.
 * @returns its results, how many times it ran in JavaScript, and how many tensors were left
 */
function fiveTimes(compute: Compute, given: Partial<Computation<tf.Tensor>> = {}) {
  const of = {};
  let times = 0;
  const before = tf.memory().numTensors;
  const results = Array.from({ length: 5 }, (_, run) => {
    const x = tf.tensor1d(uniform(randomKey(1, run), 4));
    const key = randomKey(2, run);
    const result = recorded({
      of,
      variant: 'a sum',
      inputs: [x],
      sources: [key],
      compute: () => tf.tidy(() => (times++, compute(x, key, run))),
      ...given,
    });
    const values = [...result.dataSync()];
    tf.dispose([x, result]);
    return values;
  });
  return { results, times, left: tf.memory().numTensors - before };
}

async function unrecorded(compute: Compute) {
  await open('off');
  const { results } = fiveTimes(compute);
  await open('auto');
  return results;
}

test('a computation runs in JavaScript twice, then as one call with the same results', async () => {
  const compute: Compute = (x, key) => {
    const draws = fresh(fold(fold(key, 'noise'), 3), (by) => tf.tensor1d(uniform(by, 4)));
    const [first, second] = tf.split(tf.concat([x, draws]), [3, 5]);
    return tf.add(
      tf.sum(tf.stack([tf.square(second as tf.Tensor1D), tf.ones([5])])),
      tf.mul(tf.max(first as tf.Tensor1D), 0.3),
    );
  };
  const { results, times, left } = fiveTimes(compute);
  expect(results).toEqual(await unrecorded(compute));
  expect(new Set(results.map(String)).size).toBe(5);
  expect({ times, left }).toEqual({ times: 2, left: 0 });
  expect(notices).toEqual([]);
});

test('an input that is handed on is the tensor itself, and a clone of one is another', () => {
  const of = {};
  const x = tf.tensor1d([1, 2]);
  for (let run = 0; run < 4; run++) {
    const before = tf.memory().numTensors;
    const { same, clone, sum } = recorded({
      of,
      variant: 'a tree',
      inputs: [x],
      sources: [],
      compute: () => ({ same: x, clone: tf.clone(x), sum: tf.sum(x) }),
    });
    expect(same).toBe(x);
    expect(clone).not.toBe(x);
    expect([...clone.dataSync(), ...sum.dataSync()]).toEqual([1, 2, 3]);
    tf.dispose([clone, sum]);
    expect(tf.memory().numTensors).toBe(before);
  }
});

const outside = (): tf.Tensor => tf.keep(tf.add(tf.scalar(1), tf.scalar(1)));

test.each<[string, string, () => Compute]>([
  [
    'draws by itself',
    'it draws random numbers that are not made by `fresh`',
    () => (x, key) => tf.mul(x, tf.tensor1d(uniform(key, 4))),
  ],
  ['reads a tensor', 'it reads a tensor', () => (x) => tf.mul(x, tf.max(x).dataSync()[0] as number)],
  [
    'uses a number that changes',
    'a number that Mul uses differs from run to run and is not made by `fresh`',
    () => (x, _key, run) => tf.mul(x, run + 1),
  ],
  [
    'does not always do the same',
    'it does not run the same operations every time',
    () => (x, _key, run) => (run % 2 === 0 ? tf.square(x) : tf.neg(x)),
  ],
  [
    'uses a tensor from elsewhere',
    'Mul uses a tensor that was made before it began and is none of its inputs',
    () => {
      const other = outside();
      return (x) => tf.mul(x, other);
    },
  ],
])('what %s runs as before, and that is said once', async (_what, reason, make) => {
  const compute = make();
  const { results, times, left } = fiveTimes(compute);
  expect(times).toBe(5);
  expect(left).toBe(0);
  expect(notices).toEqual([`A sum runs operation by operation, which takes longer: ${reason}.`]);
  fiveTimes(compute);
  expect(notices).toHaveLength(1);
  expect(results).toEqual(await unrecorded(compute));
});

test('with graph on, what cannot be recorded is an error', async () => {
  await open('on');
  expect(() => fiveTimes((x) => tf.mul(x, tf.max(x).dataSync()[0] as number))).toThrow(
    /^A sum cannot be recorded: it reads a tensor\. Leave --backend\.graph out\.$/,
  );
});

test('other shapes are recorded apart, and with too many of them the rest runs as before', () => {
  const of = {};
  const times = new Map<number, number>();
  for (let run = 0; run < 4; run++) {
    for (let size = 1; size <= 18; size++) {
      const x = tf.ones([size]);
      const compute = () => {
        times.set(size, (times.get(size) ?? 0) + 1);
        return tf.sum(x);
      };
      const sum = recorded({ of, variant: 'a sum', inputs: [x], sources: [], compute });
      expect(sum.dataSync()[0]).toBe(size);
      tf.dispose([x, sum]);
    }
  }
  expect([...times.values()]).toEqual([...Array.from({ length: 16 }, () => 2), 4, 4]);
});

test('while something is differentiated nothing is recorded, so that gradients flow', () => {
  const of = {};
  for (let run = 0; run < 4; run++) {
    const gradient = tf.grad((x) =>
      recorded({ of, variant: 'a square', inputs: [x], sources: [], compute: () => tf.sum(tf.square(x)) }),
    )(tf.tensor1d([3]));
    expect([...gradient.dataSync()]).toEqual([6]);
  }
});

test('an error inside a computation reaches the caller, and the next run is traced again', () => {
  let broken = true;
  const compute: Compute = (x) => {
    if (broken) throw new Error('broken');
    return tf.sum(x);
  };
  expect(() => fiveTimes(compute)).toThrow('broken');
  broken = false;
  expect(fiveTimes(compute).times).toBe(2);
});
