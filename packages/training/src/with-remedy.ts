import { checkpointNames, checkpointsOf } from './checkpoint.ts';
import type { TrainRequest } from './train-request.ts';
import { NonFiniteError } from './update.ts';

/**
 * What `work` resolves to; the message of a NonFiniteError then also says which checkpoint there is, and how to go on from it with
 * a lower learning rate.
 */
export async function withRemedy<T, F>(work: Promise<T>, { game, folder }: TrainRequest<F>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof NonFiniteError)) throw error;
    const rate = Math.max(...game.players.map(({ optimizer }) => optimizer.learningRate));
    const lower = `--optimizer.learningRate ${Number((rate / 2).toPrecision(2))}`;
    const newest = (await checkpointNames(checkpointsOf(folder))).at(-1);
    throw new NonFiniteError(
      newest === undefined
        ? `${error.message} No checkpoint is left: train in another --run folder with a lower learning rate, such as ${lower}.`
        : `${error.message} The checkpoint of iteration ${Number.parseInt(newest, 10)} is intact: go on from it with a lower ` +
            `learning rate, such as --resume --run ${folder} ${lower}.`,
    );
  }
}
