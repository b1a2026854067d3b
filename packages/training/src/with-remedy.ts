import { join } from 'node:path';
import { checkpointNames } from './checkpoint.ts';
import type { TrainRequest } from './train-request.ts';
import { NonFiniteError } from './update.ts';

/** What `playing` resolves to; the message of a NonFiniteError then also names the checkpoint to resume from, and how. */
export async function withRemedy<T, F>(playing: Promise<T>, { game, folder }: TrainRequest<F>): Promise<T> {
  try {
    return await playing;
  } catch (error) {
    if (!(error instanceof NonFiniteError)) throw error;
    const rate = Math.max(...game.players.map(({ optimizer }) => optimizer.learningRate));
    const lower = `--optimizer.learningRate ${Number((rate / 2).toPrecision(2))}`;
    const newest = (await checkpointNames(join(folder, 'checkpoints'))).at(-1);
    throw new NonFiniteError(
      newest === undefined
        ? `${error.message} Nothing was saved yet: start again with a lower learning rate, for example ${lower}.`
        : `${error.message} The checkpoint of iteration ${Number(newest)} is intact: resume from it with a lower learning rate, ` +
            `for example --resume --run ${folder} ${lower}.`,
    );
  }
}
