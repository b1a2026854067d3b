import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRegistries } from '@attgan/experiment';
import { expect, test } from 'vitest';
import { builtIn } from './built-in.ts';

const PARTS = { one: 'one', list: 'several', none: 'none' } as const;

test('the page on the architecture has a row for each kind, with what the kind says of itself', async () => {
  const registries = createRegistries(await builtIn());
  const page = await readFile(join(import.meta.dirname, '..', '..', '..', 'docs', 'architecture.md'), 'utf8');
  const rows = page
    .split('\n')
    .filter((line) => /^\| `\w+` +\|/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  const expected = registries.kinds
    .map((kind) => [
      `\`${kind.kind}\``,
      PARTS[kind.part],
      kind.part === 'one' ? `\`${kind.default}\`` : '',
      registries
        .of(kind.kind)
        .names.map((name) => `\`${name}\``)
        .join(', '),
      kind.summary,
    ])
    .toSorted(([a], [b]) => String(a).localeCompare(String(b)));
  expect(rows).toEqual(expected);
});
