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

/** Experiments that are trained from several seeds, measured under one protocol, and what is claimed of them. */
export const studyPlan = z
  .strictObject({
    title: z.string(),
    /** What all experiments share: data, backend, training options. */
    base: layer.default({}),
    /** Layers over `base`, by the name that the page gives them. */
    experiments: z.record(z.string().regex(/^[\w-]+$/, 'names are of letters, digits, _ and -'), layer),
    seeds: z.array(z.int().nonnegative()).min(1).default([0]),
    /** Training time of each run; iterations are as many as fit, measured before. */
    minutes: z.number().positive().exactOptional(),
    evaluation: z
      .strictObject({
        split: z.enum(['train', 'validation', 'test']).default('test'),
        count: z.int().positive().exactOptional(),
        metrics: z.array(z.string()).min(1).exactOptional(),
        strengths: z.array(z.number().positive()).min(1).default([0.5, 1, 2]),
        classifier: z.string().exactOptional(),
        faceless: z.boolean().default(false),
      })
      .prefault({}),
    claims: z.array(claim).default([]),
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
