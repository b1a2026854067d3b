import { attgan, l1, none, wganGp } from '@attgan/methods';
import { initPlayer, update, type Phase, type Players } from '@attgan/training';
import { disposeTree } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import type { BenchCase } from './bench-case.ts';
import { timeRuns, type Timing } from './timing.ts';

/** One critic and one generator update each: forward, backward, Adam. */
export async function timeTraining(
  { generator, critic, key, batch: makeBatch }: BenchCase,
  repeats: number,
): Promise<{ readonly critic_ms: Timing; readonly generator_ms: Timing }> {
  const game = attgan.create(
    // As the published programs do, so that figures can be compared with theirs.
    { jointDecoding: false },
    {
      attributes: Array.from({ length: generator.attributes }, (_, index) => `attribute ${index}`),
      exclusive: [],
      generator,
      critic,
      adversarial: wganGp.create({}),
      reconstruction: l1.create({}),
      constraint: none.create({}, { attributes: generator.attributes, latent: generator.latent, iterations: 1 }),
      iterations: 1,
    },
  );
  const batch = makeBatch();
  let players: Players = Object.fromEntries(game.players.map((setup) => [setup.name, initPlayer(setup, key)]));
  const time = (phase: Phase<unknown>): Promise<Timing> =>
    timeRuns(repeats, async () => {
      ({ players } = await update({ game, phase, players, batch, key, iteration: 0, last: {} }));
    });
  const [stage] = game.stages as [(typeof game.stages)[number]];
  const [criticPhase, generatorPhase] = stage.phases as [Phase<unknown>, Phase<unknown>];
  const times = { critic_ms: await time(criticPhase), generator_ms: await time(generatorPhase) };
  for (const { params, state, m, v } of Object.values(players))
    for (const tree of [params, state, m, v]) disposeTree(tree);
  tf.dispose([batch.images, batch.labels]);
  return times;
}
