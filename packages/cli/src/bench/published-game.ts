import { createGame, resolveExperiment, type Registries } from '@attgan/experiment';
import type { Game } from '@attgan/training';

/** AttGAN's game as the published programs play it, without a joint batch for both decodings, so that figures can be compared. */
export function publishedGame(
  { preset, width }: { readonly preset: string; readonly width: number },
  attributes: readonly string[],
  registries: Registries,
): Game<unknown> {
  const networks = { name: 'attgan', preset, width };
  const config = {
    method: { name: 'attgan', jointDecoding: false },
    generator: networks,
    critic: networks,
    train: { iterations: 1 },
  };
  return createGame(resolveExperiment([config], registries), registries, { attributes, exclusive: [] });
}
