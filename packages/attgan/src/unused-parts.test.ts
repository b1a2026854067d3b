import { createRegistries, resolveExperiment, type Loose } from '@attgan/experiment';
import { expect, test } from 'vitest';
import { builtIn } from './built-in.ts';

const registries = createRegistries(await builtIn());
const train = { iterations: 10 };
const parts = registries.kinds.filter(({ part }) => part !== 'none');
/** A definition of each kind that needs no option. */
const named = (kind: (typeof parts)[number]): Loose => ({
  [kind.kind]: kind.part === 'one' ? { name: kind.default } : [{ name: registries.of(kind.kind).names[0] }],
});

const pairs = registries
  .of('method')
  .all()
  .flatMap((method) => parts.map((kind) => ({ method, kind, name: `${method.name} and ${kind.kind}` })));

test.each(pairs)('$name: the part is used, or naming it is refused', ({ method, kind }) => {
  const layers = [{ method: method.name, train }, kind.kind === 'method' ? {} : named(kind)];
  if (kind.part !== 'none' && (kind.usedBy === 'everyone' || method.uses.some((used) => used === kind.kind))) {
    expect(resolveExperiment(layers, registries)).toHaveProperty(kind.kind);
    return;
  }
  expect(() => resolveExperiment(layers, registries)).toThrow(
    `The method "${method.name}" does not use "${kind.kind}"`,
  );
  expect(resolveExperiment([{ method: method.name, train }], registries)).not.toHaveProperty(kind.kind);
});

test('every part that a method uses is of a kind that some plugin brings', () => {
  const known = parts.map(({ kind }) => kind as string);
  for (const { uses } of registries.of('method').all()) expect(known).toEqual(expect.arrayContaining([...uses]));
});
