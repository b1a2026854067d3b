import { readdirSync, readFileSync } from 'node:fs';
import { UsageError } from '@attgan/core';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { checkStudyLength } from './check-study-length.ts';
import { studyPlan } from './study-plan.ts';

const root = new URL('../../../../', import.meta.url);
const page = readFileSync(new URL('docs/studies.md', root), 'utf8');

test('the plan in docs/studies.md, and those in studies/, can be run', () => {
  const [, example = ''] = /```json\n(.*?)```/s.exec(page) ?? [];
  const shipped = readdirSync(new URL('studies/', root)).map((name) =>
    readFileSync(new URL(`studies/${name}`, root), 'utf8'),
  );
  for (const text of [example, ...shipped]) {
    const plan = studyPlan.parse(JSON.parse(text));
    expect(() => checkStudyLength(plan)).not.toThrow();
    expect(plan.claims.length).toBeGreaterThan(0);
  }
});

test('the plans of parts are one plan at two sizes, and every generator in them has the width of the others', () => {
  const textAt = (size: number) => readFileSync(new URL(`studies/parts-${size}.json`, root), 'utf8');
  const small = studyPlan.parse(JSON.parse(textAt(64)));
  const resized = studyPlan.parse(JSON.parse(textAt(128).replaceAll('pytorch-128', 'paper-64')));
  expect([small.experiments, small.claims]).toEqual([resized.experiments, resized.claims]);
  const { preset, width } = small.base['generator'] as Record<string, unknown>;
  expect(resized.base['generator']).toMatchObject({ preset, width });
  // A generator of another name begins with its own defaults.
  const renamed = Object.values(small.experiments).flatMap(({ generator }) =>
    typeof generator === 'object' && generator !== null && 'name' in generator ? [generator] : [],
  );
  expect(renamed).toEqual([expect.objectContaining({ preset, width })]);
});

test('docs/studies.md has a row for every field of a plan', () => {
  const { properties } = z.toJSONSchema(studyPlan, { io: 'input' });
  const { evaluation, claims } = properties as Record<string, { properties?: object; items?: { properties: object } }>;
  const fields = [properties, evaluation?.properties, claims?.items?.properties].flatMap((each) =>
    Object.keys(each ?? {}),
  );
  expect(fields.length).toBeGreaterThan(15);
  expect(fields.filter((field) => !page.includes(`\n| \`${field}\``))).toEqual([]);
});

const planOf = (change: object) => studyPlan.parse({ title: 'T', experiments: { a: {}, b: {} }, ...change });
const trained = { train: { iterations: 10 } };

test.each([
  { minutes: 1 },
  { base: trained },
  { experiments: { a: trained, b: trained } },
  { base: trained, experiments: { a: {}, b: { train: { batch: 4 } } } },
])('%j says how long to train', (change) => {
  expect(() => checkStudyLength(planOf(change))).not.toThrow();
});

test.each([
  [{}, /how long to train a\. Give "minutes", or "iterations" under "train"/],
  [{ experiments: { a: trained, b: {} } }, /how long to train b\./],
  [{ base: { train: { batch: 4 } } }, /how long to train a\./],
  [{ minutes: 1, base: trained }, /gives "minutes", and "iterations" for a\./],
])('%j is refused in one line', (change, message) => {
  expect(() => checkStudyLength(planOf(change))).toThrow(UsageError);
  expect(() => checkStudyLength(planOf(change))).toThrow(message);
});
