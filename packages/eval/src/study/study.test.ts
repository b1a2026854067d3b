import { expect, test } from 'vitest';
import type { Estimate, Figure } from '../finding.ts';
import { acrossSeeds, differenceOf } from './across-seeds.ts';
import { judgeClaim } from './judge-claim.ts';
import type { Study } from './study.ts';
import { studyPlan } from './study-plan.ts';

const A = [0.5, 0.52, 0.56];
const B = [0.4, 0.46, 0.41];
const estimates = (values: readonly number[]): Estimate[] =>
  values.map((value) => ({ value, low: value - 0.01, high: value + 0.01, count: 100 }));

test('the interval over seeds is Student’s (scipy 1.16 gives these)', () => {
  const { value, low, high, count } = acrossSeeds(estimates(A)) as Estimate;
  expect([value, low, high].map((each) => each.toFixed(6))).toEqual(['0.526667', '0.450775', '0.602558']);
  expect(count).toBe(3);
});

test('one seed keeps its own interval over faces, and none gives nothing', () => {
  expect(acrossSeeds(estimates([0.3]))).toEqual({ value: 0.3, low: 0.29, high: 0.31, count: 100 });
  expect(acrossSeeds([])).toBeUndefined();
});

test('the interval of a difference is Welch’s (scipy 1.16 gives these)', () => {
  const { value, low, high } = differenceOf(estimates(A), estimates(B)) ?? { value: 0, low: 0, high: 0 };
  expect([value, low, high].map((each) => each.toFixed(6))).toEqual(['0.103333', '0.032173', '0.174493']);
});

test('of single seeds the intervals over faces add up as independent ones do', () => {
  const { low, high } = differenceOf(estimates([0.5]), estimates([0.4])) ?? { low: 0, high: 0 };
  expect([low, high].map((each) => each.toFixed(6))).toEqual(['0.085858', '0.114142']);
});

function studyOf(values: Readonly<Record<string, readonly number[]>>, expected: 'higher' | 'lower'): Study {
  const figure = (estimate: Estimate): Figure => ({ name: 'PSNR', unit: 'number', better: 'higher', estimate });
  const claim = { text: 'So.', metric: 'reconstruction', figure: 'PSNR', of: 'a', than: ['b', 'c'], expected };
  const protocol = { data: '', split: 'test', faces: 1, attributes: [], strengths: [], seed: 0, backend: '' };
  return {
    format: 1,
    plan: studyPlan.parse({ title: 'T', experiments: { a: {}, b: {}, c: {} }, claims: [claim] }),
    protocol,
    runs: Object.entries(values).flatMap(([experiment, all]) =>
      estimates(all).map((estimate, seed) => ({
        experiment,
        seed,
        iterations: 1,
        seconds: 1,
        model: {
          name: experiment,
          sha256: '',
          strength: 1,
          provenance: {},
          seconds: 1,
          findings: {
            reconstruction: { seconds: 1, finding: { figures: [figure(estimate)], tables: [], charts: [], notes: [] } },
          },
        },
      })),
    ),
  };
}

test.each([
  ['higher', ['holds', 'unmeasured']],
  ['lower', ['fails', 'unmeasured']],
] as const)('where the whole interval is on one side, a claim of %s is judged', (expected, verdicts) => {
  const study = studyOf({ a: A, b: B }, expected);
  const [claim] = study.plan.claims;
  expect(judgeClaim(study, claim as NonNullable<typeof claim>).map(({ verdict }) => verdict)).toEqual(verdicts);
});

test('where the interval holds 0, nothing is decided', () => {
  const study = studyOf({ a: A, b: [0.5, 0.6, 0.45], c: A }, 'higher');
  const [claim] = study.plan.claims;
  expect(judgeClaim(study, claim as NonNullable<typeof claim>).map(({ verdict }) => verdict)).toEqual([
    'undecided',
    'undecided',
  ]);
});
