import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AttganError, messageOf } from '@attgan/core';
import { readSafetensors } from '@attgan/formats';
import type { CriticSpec, GeneratorSpec, LayerSpec } from '@attgan/nets';
import { z } from 'zod';
import type { TorchTensors } from './torch-layout.ts';

const layer = z.tuple([z.int(), z.int(), z.int()]);
const losses = z.record(z.string(), z.number());
const schema = z.looseObject({
  spec: z.looseObject({
    image_size: z.int(),
    attributes: z.int().positive(),
    encoder: z.array(layer),
    decoder: z.array(layer),
    critic: z.array(layer),
    fc: z.int(),
    skips: z.int(),
    injects: z.int(),
    critic_norm: z.enum(['layer', 'instance']),
    fc_norm: z.enum(['layer', 'none']),
    fc_activation: z.enum(['lrelu', 'relu']),
    slope: z.number(),
    bn_eps: z.number(),
    norm_eps: z.number(),
  }),
  lambda: z.object({ rec: z.number(), cls_g: z.number(), cls_c: z.number(), gp: z.number() }),
  adam: z.object({ lr: z.number(), beta1: z.number(), beta2: z.number(), eps: z.number() }),
  steps: z.array(z.object({ critic: losses, generator: losses })).min(1),
});

/** Inputs and results of an independent implementation. */
export interface ParityCase {
  readonly generator: GeneratorSpec;
  readonly critic: CriticSpec;
  readonly attributes: number;
  readonly lambda: z.output<typeof schema>['lambda'];
  readonly adam: z.output<typeof schema>['adam'];
  readonly steps: z.output<typeof schema>['steps'];
  readonly weights: TorchTensors;
  readonly expected: TorchTensors;
}

/** Reads `case.json`, `weights.safetensors` and `case.safetensors`. @throws AttganError in one line */
export async function readParityCase(folder: string): Promise<ParityCase> {
  const path = join(folder, 'case.json');
  let parsed: z.output<typeof schema>;
  try {
    parsed = schema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error).replaceAll('\n', ' ') : messageOf(error);
    throw new AttganError(`Cannot read the parity case ${path}: ${why}`);
  }
  const { spec, lambda, adam, steps } = parsed;
  const specs = (list: readonly (readonly [number, number, number])[]): LayerSpec[] =>
    list.map(([filters, kernel, stride]) => ({ filters, kernel, stride }));
  return {
    generator: {
      size: spec.image_size,
      encoder: specs(spec.encoder),
      decoder: specs(spec.decoder),
      intensities: false,
      output: 'image',
      takes: 'code',
      skips: spec.skips,
      injects: spec.injects,
      slope: spec.slope,
      normEpsilon: spec.bn_eps,
      normMomentum: 0.1,
      initializer: 'pytorch',
    },
    critic: {
      size: spec.image_size,
      layers: specs(spec.critic),
      norm: spec.critic_norm,
      units: spec.fc,
      headNorm: spec.fc_norm,
      slope: spec.slope,
      headSlope: spec.fc_activation === 'relu' ? 0 : spec.slope,
      normEpsilon: spec.norm_eps,
      initializer: 'pytorch',
    },
    attributes: spec.attributes,
    lambda,
    adam,
    steps,
    weights: (await readSafetensors(join(folder, 'weights.safetensors'))).tensors,
    expected: (await readSafetensors(join(folder, 'case.safetensors'))).tensors,
  };
}
