import { checkpointNames, checkpointsOf } from './checkpoint.ts';
import type { HealthCheck } from './health.ts';
import type { TrainRequest } from './train-request.ts';
import { NonFiniteError } from './update.ts';

/** A rate above this is no half of a good one. */
const HIGH = 0.1;
const USUAL = 0.0002;

/**
 * What `work` resolves to; the message of a NonFiniteError then also says which checkpoint there is, and how to go on with a lower
 * learning rate.
 */
export async function withRemedy<T, F>(
  work: Promise<T>,
  { game, folder }: TrainRequest<F>,
  { diverging }: Pick<HealthCheck, 'diverging'>,
): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof NonFiniteError)) throw error;
    const rate = Math.max(...game.players.map(({ optimizer }) => optimizer.learningRate));
    const lower = `--optimizer.learningRate ${rate > HIGH ? USUAL : Number((rate / 2).toPrecision(2))}`;
    const newest = (await checkpointNames(checkpointsOf(folder))).at(-1);
    const iteration = newest === undefined ? undefined : Number.parseInt(newest, 10);
    const elsewhere = `train in another --run folder with a lower learning rate, such as ${lower}.`;
    const remedy =
      iteration === undefined
        ? `There is no checkpoint: ${elsewhere}`
        : iteration > 0 && diverging()
          ? `The checkpoint of iteration ${iteration} may have parameters that are too large already: ${elsewhere}`
          : `The checkpoint of iteration ${iteration} is intact: go on from it with a lower learning rate, such as ` +
            `--resume --run ${folder} ${lower}.`;
    throw new NonFiniteError(`${error.message} ${remedy}`);
  }
}
