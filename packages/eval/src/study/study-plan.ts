import { z } from 'zod';

const layer = z.record(z.string(), z.unknown());

const claim = z.strictObject({
  text: z.string().describe('what is claimed, as a sentence'),
  metric: z.string().describe('name of the metric'),
  figure: z.string().describe('one of the figures of its summary'),
  of: z.string().describe('the experiment that the claim is about'),
  than: z.array(z.string()).min(1).describe('the experiments that it is compared with'),
  expected: z.enum(['higher', 'lower']).describe('how its figure should compare with theirs'),
});
export type Claim = z.output<typeof claim>;

const evaluation = z.strictObject({
  split: z.enum(['train', 'validation', 'test']).default('test').describe('which faces are edited'),
  count: z.int().positive().exactOptional().describe('how many, the first of the split'),
  metrics: z.array(z.string()).min(1).exactOptional().describe('names of metrics'),
  strengths: z.array(z.number().positive()).min(1).default([0.5, 1, 2]).describe('those of the curves'),
  classifier: z.string().exactOptional().describe('folder of the classifier that reads the edits'),
  faceless: z.boolean().default(false).describe('a page without pictures of faces'),
});

/** Experiments that are trained from several seeds, measured under one protocol, and what is claimed of them. */
export const studyPlan = z
  .strictObject({
    title: z.string().describe('of the page'),
    base: layer.default({}).describe('what all experiments share, as in a configuration file'),
    experiments: z
      .record(z.string().regex(/^[\w-]+$/, 'names are of letters, digits, _ and -'), layer)
      .describe('layers over the base, by the names that the page gives them'),
    seeds: z.array(z.int().nonnegative()).min(1).default([0]).describe('each experiment is trained from each of them'),
    minutes: z
      .number()
      .positive()
      .exactOptional()
      .describe('of training a run; as many iterations as fit, measured before'),
    evaluation: evaluation.prefault({}).describe('how the models are measured'),
    claims: z.array(claim).default([]).describe('what is to be judged'),
  })
  .superRefine(({ experiments, claims }, context) => {
    if (Object.keys(experiments).length === 0) {
      context.addIssue({ code: 'custom', message: 'there is none', path: ['experiments'] });
    }
    claims.forEach(({ of, than }, index) => {
      const stranger = [of, ...than].find((name) => !Object.hasOwn(experiments, name));
      if (stranger === undefined) return;
      const message = `"${stranger}" is none of the experiments`;
      context.addIssue({ code: 'custom', message, path: ['claims', index] });
    });
  });
export type StudyPlan = z.output<typeof studyPlan>;
