// Prints `packages/conformance/src/cases/expected-training.ts`: what the tiny game of the conformance cases comes to on
// TensorFlow.js's own cpu backend. Run `npm run build` first. NAME computes on another backend instead, for comparison.
import * as tf from '@tensorflow/tfjs-core';
import { playTinyGame } from '../packages/conformance/dist/cases/play-tiny-game.js';
import { summarise, TRAINING } from '../packages/conformance/dist/cases/training.js';
import { registerGradients } from '@attgan/kernels';

const [name = 'cpu'] = process.argv.slice(2);
await registerGradients();
if (name === 'cpu') await tf.setBackend('cpu');
else await (await import(`@attgan/backend-${name}`)).default.provides[0].open({});

const expected = {};
for (const { name: title, withPenalty } of TRAINING) expected[title] = summarise(await playTinyGame(withPenalty));
console.log(`// Made by \`node tools/expected-training.mjs\` on TensorFlow.js's cpu backend, in float32; the tensorflow backend, which
// computes with other code throughout, comes to the same within 1e-5.
export const EXPECTED: Readonly<Record<string, Readonly<Record<string, number>>>> = ${JSON.stringify(expected, (_, value) => (typeof value === 'number' ? Number(value.toPrecision(8)) : value), 2)};`);
