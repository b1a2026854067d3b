import { AttganError, type GeneratorRuntime, type StoredGenerator } from '@attgan/core';
import { flatten } from '@attgan/kernels';
import { createAttganGenerator, generatorOptions, generatorSpec, PRESET_NAMES } from '@attgan/nets';
import type { z } from 'zod';
import type { ConformanceCase, Deviation } from '../case.ts';
import { farthest } from '../compare.ts';
import { fact } from '../fact.ts';
import { noKinks } from '../kinks.ts';
import { generatorReference } from '../reference/generator.ts';
import type { Session } from '../session.ts';
import { draw, type Values } from '../values.ts';
import { drawParameters } from './draw-parameters.ts';

type Options = z.input<typeof generatorOptions>;

const group = 'generators';
const ATTRIBUTES = ['first', 'second', 'third'];
const FACES = 2;
const SIZE = 32;

const VARIANTS: readonly (readonly [name: string, options: Options])[] = [
  ...PRESET_NAMES.map((preset) => [preset, { preset, width: 1 / 32, size: SIZE }] as const),
  ['all skips and injections', { preset: 'paper-128', width: 1 / 32, size: SIZE, skips: 4, injects: 4 }],
];

/** What a backend owes that runs generators outside of TensorFlow.js: the numbers of the published architectures. */
export function generatorRuntimeCases(): ConformanceCase[] {
  return [
    ...VARIANTS.map(([name, options]): ConformanceCase => ({
      group,
      name: `${name}, faces decoded twice`,
      needs: 'generators',
      tolerance: 1e-4,
      run: (session) => decodesTwice(session, name, options),
    })),
    {
      group,
      name: 'refuses in a line a generator that it cannot run',
      needs: 'generators',
      tolerance: 0,
      run: refusesStrangers,
    },
  ];
}

/** Each face encoded once and decoded with two codes; then one face alone, so that batches of any size are taken. */
async function decodesTwice({ backend }: Session, name: string, options: Options): Promise<Deviation> {
  if (backend.generators === undefined) return fact(false, 'it runs generators only, and has no generators to open');
  const spec = generatorSpec(generatorOptions.parse(options));
  const { weights } = createAttganGenerator(spec, ATTRIBUTES.length);
  const params = drawParameters(name, weights.params);
  const state = drawParameters(`${name} averages`, weights.state);
  const faces = draw(`${name} faces`, [FACES, SIZE, SIZE, 3]);
  const runtime = await backend.generators.open(
    storedOf(name, options, flatten<Values>({ generator: { params, state } })),
  );
  try {
    const encoded = await runtime.encode(Float32Array.from(faces.data), FACES);
    let off = 0;
    for (const which of ['one', 'other']) {
      const code = draw(`${name} ${which} code`, [FACES, ATTRIBUTES.length], -0.5, 0.5);
      const found = await encoded.decode(Float32Array.from(code.data));
      const expected = generatorReference(spec, params, state, 'inference', faces, code, noKinks);
      if (found.length !== expected.data.length) return fact(false, `it gives ${found.length} values`);
      off = Math.max(off, farthest(found, expected.data));
      if (which === 'one') off = Math.max(off, await differenceAlone(runtime, faces, code, found));
    }
    return { off };
  } finally {
    runtime.close();
  }
}

async function differenceAlone(
  runtime: GeneratorRuntime,
  faces: Values,
  code: Values,
  all: Float32Array,
): Promise<number> {
  const encoded = await runtime.encode(Float32Array.from(faces.data.subarray(0, SIZE * SIZE * 3)), 1);
  const alone = await encoded.decode(Float32Array.from(code.data.subarray(0, ATTRIBUTES.length)));
  return farthest(alone, all.subarray(0, alone.length));
}

async function refusesStrangers({ backend }: Session): Promise<Deviation> {
  const stranger = { ...storedOf('a stranger', {}, []), generator: { name: 'optionThatNobodyHas', options: {} } };
  try {
    (await backend.generators?.open(stranger))?.close();
    return fact(false, 'it opens a generator that nobody has');
  } catch (error) {
    const inALine = error instanceof AttganError && !error.message.includes('\n');
    return fact(inALine, 'it fails with no AttganError of one line');
  }
}

function storedOf(name: string, options: Options, values: readonly (readonly [string, Values])[]): StoredGenerator {
  return {
    generator: { name: 'attgan', options },
    attributes: ATTRIBUTES,
    size: SIZE,
    scale: 0.5,
    tensors: new Map(values.map(([path, { shape, data }]) => [path, { shape, values: () => Float32Array.from(data) }])),
    // Names the weights, by which backends may keep what they made of them.
    sha256: `conformance-${name.replaceAll(/\W+/g, '-')}`.padEnd(64, '0'),
    describe: `The generator ${name}`,
  };
}
