import { defineBackend, defineData, definePlugin, type Definition, type Plugin, type SinglePart } from '@attgan/core';
import { z } from 'zod';

type Names = Readonly<Record<string, z.ZodType>>;

const network = z.strictObject({
  preset: z.string().default('paper-128'),
  size: z.int().optional(),
  width: z.number().default(1),
});

/** Schemas of the definitions of every kind but the method, by name. */
const SCHEMAS: Readonly<Record<string, Names>> = {
  generator: { attgan: network },
  critic: { attgan: network, plain: z.strictObject({ depth: z.int().default(3) }) },
  adversarial: { 'wgan-gp': z.strictObject({}) },
  reconstruction: { l1: z.strictObject({}), l2: z.strictObject({}) },
};

interface Taken {
  readonly generator?: { readonly options: { readonly preset?: string; readonly size?: number } };
}

const part = (kind: string, usual: string, more: object = {}): SinglePart =>
  ({ kind, summary: kind, part: 'one', default: usual, ...more }) as unknown as SinglePart;

/** Kinds and definitions that do nothing but have names and options: what an experiment resolves. */
export function smallPlugin(): Plugin {
  const named = Object.entries(SCHEMAS).flatMap(([kind, schemas]) =>
    Object.entries(schemas).map(([name, options]) => ({ kind, name, summary: name, options })),
  );
  const methods = [
    { name: 'attgan', uses: ['generator', 'critic', 'adversarial', 'reconstruction'] },
    {
      name: 'plain',
      uses: ['generator', 'critic', 'reconstruction'],
      defaults: { reconstruction: { name: 'l2' }, generator: { width: 0.5, size: 64 } },
    },
  ].map((method) => ({
    ...method,
    kind: 'method',
    summary: method.name,
    options:
      method.name === 'attgan' ? z.strictObject({ criticUpdates: z.int().positive().default(5) }) : z.strictObject({}),
  }));
  const data = ['avatars', 'celeba'].map((name) =>
    defineData({
      name,
      summary: name,
      options: name === 'celeba' ? z.strictObject({ root: z.string() }) : z.strictObject({}),
      open: () => Promise.reject(new Error('there is none')),
    }),
  );
  const wasm = defineBackend({
    name: 'wasm',
    summary: 'wasm',
    options: z.strictObject({}),
    traits: { training: true, secondOrder: true, device: 'cpu', speed: 1 },
    whyUnavailable: async () => undefined,
    open: async () => ({ name: 'wasm', description: 'wasm', close: async () => undefined }),
  });
  return definePlugin({
    name: 'small',
    kinds: [
      part('method', 'attgan', { usedBy: 'everyone' }),
      part('adversarial', 'wgan-gp'),
      part('reconstruction', 'l1'),
      part('critic', 'attgan', {
        inherits: {
          from: ['generator'],
          options: ({ generator }: Taken) => ({ preset: generator?.options.preset, size: generator?.options.size }),
        },
      }),
      part('generator', 'attgan'),
    ],
    provides: [...(named as unknown as Definition[]), ...(methods as unknown as Definition[]), ...data, wasm],
  });
}
