import { AttganError, defineBackend, defineData, definePlugin, UsageError, type BackendDefinition } from '@attgan/core';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { chooseBackend } from './choose-backend.ts';
import type { Chosen } from './experiment.ts';
import { openSources } from './open-sources.ts';
import { createRegistries } from './registries.ts';

interface BackendCase {
  readonly name: string;
  readonly speed: number;
  readonly problem?: string;
  readonly slower?: number;
  readonly breaks?: boolean;
}

/** A plugin whose parts write down when they are opened and closed. */
function diary(cases: readonly BackendCase[], openData = true) {
  const events: string[] = [];
  const backends = cases.map(({ name, speed, problem, slower, breaks }): BackendDefinition =>
    defineBackend({
      name,
      summary: name,
      options: z.strictObject({ tile: z.int().optional() }),
      traits: { training: true, secondOrder: true, device: 'cpu', speed },
      whyUnavailable: async () => problem,
      slowerHere: async () => (slower === undefined ? undefined : { speed: slower, why: 'no real GPU' }),
      async open() {
        events.push(`open ${name}`);
        if (breaks === true) throw new AttganError(`${name} broke`);
        return { name, description: name, close: async () => void events.push(`close ${name}`) };
      },
    }),
  );
  const data = defineData({
    name: 'numbers',
    summary: 'numbers',
    options: z.strictObject({}),
    async open(_, { size }) {
      if (!openData) throw new AttganError('no data');
      events.push(`open data ${size}`);
      return {
        attributes: ['Odd'],
        exclusive: [],
        size,
        counts: { train: 0, validation: 0, test: 0 },
        description: 'numbers',
        load: async () => ({ count: 0, size, pixels: new Uint8Array(), labels: new Uint8Array() }),
        labels: async () => new Uint8Array(),
        names: async () => [],
        close: async () => void events.push('close data'),
      };
    },
  });
  const registries = createRegistries([definePlugin({ name: 'diary', provides: [...backends, data] })]);
  return {
    events,
    registries,
    open: (backend: Chosen) => openSources({ data: { name: 'numbers' }, backend }, registries, 64),
  };
}

const SLOW = { name: 'slow', speed: 1 };
const FAST = { name: 'fast', speed: 9 };

test('data and backend are opened once each and closed in reverse order', async () => {
  const { events, open } = diary([SLOW]);
  const { backend, dataset, close } = await open({ name: 'slow' });
  expect([backend.name, dataset.attributes]).toEqual(['slow', ['Odd']]);
  await close();
  await close();
  expect(events).toEqual(['open data 64', 'open slow', 'close slow', 'close data']);
});

test('a backend that cannot be opened leaves no data open, and its error arrives unchanged', async () => {
  const { events, open } = diary([{ ...FAST, breaks: true }]);
  const error: unknown = await open({ name: 'fast' }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(AttganError);
  expect(error).toHaveProperty('message', 'fast broke');
  expect(events).toEqual(['open data 64', 'open fast', 'close data']);
});

test('data that cannot be opened is told before a backend is loaded', async () => {
  const { events, open } = diary([FAST], false);
  await expect(open({ name: 'fast' })).rejects.toThrow('no data');
  expect(events).toEqual([]);
});

test('auto takes the fastest that runs, and says why it passed over faster ones', async () => {
  const { registries } = diary([SLOW, FAST, { name: 'fastest', speed: 99, problem: 'no GPU' }]);
  const { definition, reason } = await chooseBackend('auto', registries.of('backend'));
  expect(definition.name).toBe('fast');
  expect(reason).toBe('the fastest that runs here; fastest: no GPU');
});

test.each([
  ['slow', 0.5, 'the fastest that runs here; fast: no real GPU'],
  ['fast', 2, 'the fastest available'],
])('auto takes %s where the fast one reaches %d here and the slow one 1', async (name, slower, reason) => {
  const { registries } = diary([SLOW, { ...FAST, slower }]);
  const choice = await chooseBackend('auto', registries.of('backend'));
  expect([choice.definition.name, choice.reason]).toEqual([name, reason]);
});

test('a backend that is slower here than another is taken where that one cannot run', async () => {
  const { registries } = diary([
    { ...SLOW, problem: 'too old' },
    { ...FAST, slower: 0.5 },
  ]);
  expect((await chooseBackend('auto', registries.of('backend'))).definition.name).toBe('fast');
});

test('a backend asked for by name is never replaced by another', async () => {
  const { registries } = diary([SLOW, { ...FAST, problem: 'not installed' }]);
  await expect(chooseBackend('fast', registries.of('backend'))).rejects.toThrow(
    'The backend fast cannot run here: not installed.',
  );
});

test('when none runs, every reason is told', async () => {
  const { registries } = diary([
    { ...SLOW, problem: 'too old' },
    { ...FAST, problem: 'no GPU' },
  ]);
  await expect(chooseBackend('auto', registries.of('backend'))).rejects.toThrow(
    'No backend runs here. fast: no GPU; slow: too old.',
  );
});

test('options of auto that the chosen backend does not know are refused, not dropped', async () => {
  const { open } = diary([FAST]);
  const composing = open({ name: 'auto', threads: 2 });
  await expect(composing).rejects.toThrow(UsageError);
  await expect(open({ name: 'auto', threads: 2 })).rejects.toThrow('Unknown option backend.threads');
});
