import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineBackend } from './backend.ts';
import { UsageError } from './errors.ts';
import { definePlugin } from './plugin.ts';
import { createRegistry } from './registry.ts';

const backend = (name: string) =>
  defineBackend({
    name,
    summary: name,
    options: z.strictObject({ threads: z.int().default(1) }),
    traits: { training: true, secondOrder: true, device: 'cpu', speed: 1 },
    whyUnavailable: async () => undefined,
    open: async ({ threads }) => ({ name, description: `${threads} threads`, close: async () => {} }),
  });
const first = definePlugin({ name: 'first', provides: [backend('slow'), backend('fast')] });

test('a registry lists names sorted, definitions in the order of their plugins, and only its own kind', () => {
  const registry = createRegistry('backend', [first]);
  expect(registry.names).toEqual(['fast', 'slow']);
  expect(registry.all().map(({ name }) => name)).toEqual(['slow', 'fast']);
  expect(createRegistry('data', [first]).names).toEqual([]);
});

test('an unknown name is refused with the known ones and the way to add more', () => {
  const registry = createRegistry('backend', [first]);
  expect(() => registry.get('quick')).toThrow(UsageError);
  expect(() => registry.get('quick')).toThrow('No backend named "quick". Known: fast, slow. Add one with --plugin');
  expect(() => registry.get('toString')).toThrow(UsageError);
});

test('two plugins that claim one name are both named, and neither wins', () => {
  const second = definePlugin({ name: 'second', provides: [backend('fast')] });
  expect(() => createRegistry('backend', [first, second])).toThrow('the backend "fast": first and second');
});

test('a backend never sees options that its schema refuses, and sees its defaults', async () => {
  const definition = createRegistry('backend', [first]).get('fast');
  await expect(definition.open({ threads: 'many' })).rejects.toThrow();
  expect((await definition.open({})).description).toBe('1 threads');
});
