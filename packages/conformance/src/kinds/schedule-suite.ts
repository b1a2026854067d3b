import type { Schedule } from '@attgan/training';
import { demand } from './demand.ts';
import { casesIn, type Described, type KindSuite } from './kind-suite.ts';

interface Subject extends Described<'schedule'> {
  create(): Schedule;
}

/** Lengths of trainings: one iteration, a few, and many. */
const LENGTHS = [1, 2, 7, 1000, 189_400];

/** Every iteration of a short training, and some of a long one, both ends among them. */
function iterationsOf(length: number): number[] {
  const count = Math.min(length, 500);
  return Array.from({ length: count }, (_, index) => Math.floor((index * (length - 1)) / Math.max(1, count - 1)));
}

/** What every schedule must satisfy: a factor in [0, 1] that depends on the iteration alone. */
export const scheduleSuite: KindSuite<'schedule', Subject> = {
  kind: 'schedule',
  tensors: false,
  open: async (definition, setting) => {
    const { options = {} } = setting;
    return { definition, options, setting, create: () => definition.create(options) };
  },
  cases: casesIn<Subject>('schedule', {
    'is in [0, 1] in every iteration': async ({ create }) => {
      const schedule = create();
      for (const length of LENGTHS) {
        for (const iteration of iterationsOf(length)) {
          const factor = schedule(iteration, length);
          demand(factor >= 0 && factor <= 1, `is ${factor} in iteration ${iteration} of ${length}`);
        }
      }
    },
    'lets training move': async ({ create }) => {
      const schedule = create();
      const moves = iterationsOf(1000).some((iteration) => schedule(iteration, 1000) > 0);
      demand(moves, 'is 0 in each of 1000 iterations');
    },
    'depends on the iteration alone, in whatever order it is asked': async ({ create }) => {
      const [first, second] = [create(), create()];
      const iterations = iterationsOf(1000);
      const forwards = iterations.map((iteration) => first(iteration, 1000));
      const backwards = iterations.toReversed().map((iteration) => second(iteration, 1000));
      demand(forwards.join() === backwards.toReversed().join(), 'asked backwards, it says something else');
    },
  }),
};
