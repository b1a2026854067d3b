import { z } from 'zod';

const layer = z.record(z.string(), z.unknown());

const claim = z.strictObject({
  text: z.string().describe('the claim, as a sentence'),
  metric: z.string().describe('name of the metric'),
  figure: z.string().describe('one of the figures of its summary'),
  of: z.string().describe('the experiment that the claim is about'),
  than: z.array(z.string()).min(1).describe('the experiments it is compared with'),
  expected: z.enum(['higher', 'lower']).describe('how its figure should compare with theirs'),
});
export type Claim = z.output<typeof claim>;

const evaluation = z.strictObject({
  split: z.enum(['train', 'validation', 'test']).default('test').describe('split of the faces that are edited'),
  count: z.int().positive().exactOptional().describe('number of faces, from the start of the split'),
  metrics: z.array(z.string()).min(1).exactOptional().describe('names of metrics'),
  strengths: z.array(z.number().positive()).min(1).default([0.5, 1, 2]).describe('strengths of the curves'),
  classifier: z.string().exactOptional().describe('folder of the classifier that reads the edits'),
  faceless: z.boolean().default(false).describe('leave pictures of faces out of the page'),
});

/** Experiments that are trained from several seeds, measured under one protocol, and what is claimed of them. */
export const studyPlan = z
  .strictObject({
    title: z.string().describe('title of the page'),
    base: layer.default({}).describe('what all experiments share, written as in a configuration file'),
    experiments: z
      .record(z.string().regex(/^[\w-]+$/, 'names may have letters, digits, _ and -'), layer)
      .describe('experiments by name, each a layer over the base'),
    seeds: z
      .array(z.int().nonnegative())
      .min(1)
      .default([0])
      .describe('each experiment is trained once with each seed'),
    minutes: z
      .number()
      .positive()
      .exactOptional()
      .describe('minutes of training for each run; a trial first measures how many iterations fit'),
    evaluation: evaluation.prefault({}).describe('how the models are measured'),
    claims: z.array(claim).default([]).describe('claims to check'),
  })
  .superRefine(({ experiments, claims }, context) => {
    if (Object.keys(experiments).length === 0) {
      context.addIssue({ code: 'custom', message: 'there must be at least one', path: ['experiments'] });
    }
    claims.forEach(({ of, than }, index) => {
      const stranger = [of, ...than].find((name) => !Object.hasOwn(experiments, name));
      if (stranger === undefined) return;
      const message = `"${stranger}" is not one of the experiments`;
      context.addIssue({ code: 'custom', message, path: ['claims', index] });
    });
  });
export type StudyPlan = z.output<typeof studyPlan>;
