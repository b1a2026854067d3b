// @ts-check
// Times slider moves on WebGPU in Node, as a page makes them: one face decoded with one code after the other, each picture read back.
// `npm run build` first, then `node tools/page-gpu.mjs [--model faces-128] [--moves 100] [--rounds 3] [--adapter NAME] [--json]`. In turn, without
// our kernels, with them, by the prepared decoder, and with its weights in half precision: milliseconds, launches, weights read, and how far
// the picture is from the first. A GPU in software takes minutes: `--moves 1 --rounds 1`; `--rounds 0` counts and times nothing.
import { parseArgs } from 'node:util';
import { webgpuBackend } from '@attgan/backend-webgpu';
import { pixelsOf } from '@attgan/kernels';
import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { countReads } from './page-gpu/count-reads.mjs';
import { loadGenerator } from './page-gpu/load-generator.mjs';
import { decodersOf } from './page-gpu/decoders-of.mjs';

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'faces-128' },
    moves: { type: 'string', default: '100' },
    rounds: { type: 'string', default: '3' },
    adapter: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const [moves, rounds] = [Number(values.moves), Number(values.rounds)];
/** TensorFlow.js's own, before the backend replaces it. */
const theirs = tf.getKernel('Conv2DBackpropInput', 'webgpu');
const { close, description } = await webgpuBackend.open({
  software: 'allow',
  ...(values.adapter !== undefined && { adapter: values.adapter }),
});
const { generator, weights } = await loadGenerator(values.model);
const decoders = await decodersOf(generator, weights, theirs);

/** A picture's pixels, 0 to 255, for a move of the slider to `place`. */
async function move(/** @type {(typeof decoders)[number]} */ decoder, /** @type {number} */ place) {
  const scaled = tf.tidy(() => {
    const code = tf.tensor2d([Array.from({ length: generator.attributes }, (_, index) => Math.sin(place + index))]);
    return pixelsOf(decoder.decode(code));
  });
  const pixels = await scaled.data();
  scaled.dispose();
  return pixels;
}

const rows = [];
/** @type {ArrayLike<number> | undefined} */
let expected;
for (const decoder of decoders) {
  decoder.enter();
  const { launches, bytes, result } = await countReads(decoder.features, () => move(decoder, 1));
  expected ??= result;
  const reference = expected;
  const apart = Math.max(...Array.from(result, (value, index) => Math.abs(value - reference[index])));
  /** @type {number[]} */
  const times = [];
  rows.push({ name: decoder.name, launches, bytes, apart, times });
}
for (let round = 0; round < rounds; round++) {
  for (const [index, decoder] of decoders.entries()) {
    decoder.enter();
    // Clocks of a GPU rise with work.
    for (let place = 0; place < Math.floor(moves / 5); place++) await move(decoder, place);
    for (let place = 0; place < moves; place++) {
      const began = performance.now();
      await move(decoder, place);
      rows[index].times.push(performance.now() - began);
    }
  }
}

const quantile = (/** @type {number[]} */ times, /** @type {number} */ share) =>
  times.toSorted((a, b) => a - b)[Math.floor((times.length - 1) * share)] ?? NaN;
const table = rows.map(({ times, ...row }) => ({ ...row, median: quantile(times, 0.5), best: quantile(times, 0) }));
if (values.json) console.log(JSON.stringify({ description, model: values.model, moves, rounds, table }));
else {
  console.log(`${values.model} on ${description}, ${rounds} rounds of ${moves} moves`);
  console.log('median ms  best ms  launches  weights MB  apart of 255');
  for (const { name, median, best, launches, bytes, apart } of table) {
    const cells = [median.toFixed(2).padStart(9), best.toFixed(2).padStart(7), String(launches).padStart(8)];
    console.log([...cells, (bytes / 1e6).toFixed(2).padStart(10), String(apart).padStart(12), name].join('  '));
  }
}
for (const decoder of decoders) decoder.dispose();
await close();
