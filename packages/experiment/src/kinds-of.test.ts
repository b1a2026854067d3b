import { definePlugin, UsageError, type Definition, type KindDefinition, type Plugin } from '@attgan/core';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { kindsOf } from './kinds-of.ts';

const kind = (name: string, more: object = {}): KindDefinition =>
  ({
    kind: name,
    summary: name,
    part: 'one',
    default: 'x',
    resolve: () => undefined,
    ...more,
  }) as unknown as KindDefinition;
const plugin = (name: string, kinds: readonly KindDefinition[], provides: readonly string[] = []): Plugin =>
  definePlugin({
    name,
    kinds,
    provides: provides.map(
      (of) => ({ kind: of, name: 'x', summary: '', options: z.strictObject({}) }) as unknown as Definition,
    ),
  });
const names = (...plugins: Plugin[]): string[] => kindsOf(plugins).map((each) => each.kind);

test('every experiment has data and a backend, and a plugin brings further kinds', () => {
  expect(names()).toEqual(['data', 'backend']);
  expect(names(plugin('a', [kind('sampler')], ['sampler']))).toEqual(['data', 'sampler', 'backend']);
});

test('a kind comes after those that it needs or inherits options from', () => {
  const kinds = [kind('a', { needs: ['b'] }), kind('b', { inherits: { from: ['c'], options: () => ({}) } }), kind('c')];
  expect(names(plugin('p', kinds))).toEqual(['data', 'c', 'b', 'a', 'backend']);
});

test.each([
  ['Two plugins bring the kind "a": p and q.', [plugin('p', [kind('a')]), plugin('q', [kind('a')])]],
  ['Two plugins bring the kind "data": @attgan/experiment and p.', [plugin('p', [kind('data')])]],
  ['provides the sampler "x", but no plugin brings the kind "sampler"', [plugin('p', [], ['sampler'])]],
  ['brings a kind "train", but that name is reserved', [plugin('p', [kind('train')])]],
  ['needs "b", which no plugin brings', [plugin('p', [kind('a', { needs: ['b'] })])]],
  ['a → b → a depend on each other', [plugin('p', [kind('a', { needs: ['b'] }), kind('b', { needs: ['a'] })])]],
])('refused: %s', (message, plugins) => {
  expect(() => kindsOf(plugins)).toThrow(UsageError);
  expect(() => kindsOf(plugins)).toThrow(message);
});
