import type { ConformanceCase, Deviation, Need } from '../case.ts';
import { EXPECTED } from './expected-training.ts';
import { fingerprint, playTinyGame, type Played } from './play-tiny-game.ts';

export const TRAINING: readonly { readonly name: string; readonly needs: Need; readonly withPenalty: boolean }[] = [
  { name: 'updates of a tiny AttGAN without penalty', needs: 'training', withPenalty: false },
  { name: 'updates of a tiny AttGAN', needs: 'secondOrder', withPenalty: true },
];

/** Whole updates of both players: losses, optimizer, moving averages, and what the second update makes of the first. */
export function trainingCases(): ConformanceCase[] {
  return TRAINING.map(({ name, needs, withPenalty }) => ({
    group: 'training',
    name,
    needs,
    // Adam turns a gradient next to nothing into a whole step, whose sign is then anybody’s guess.
    tolerance: 5e-3,
    run: async () => compareGames(summarise(await playTinyGame(withPenalty)), EXPECTED[name] ?? {}),
  }));
}

/** Losses, and one number for each player's parameters and for the averages. */
export function summarise({ losses, values }: Played): Record<string, number> {
  const part = (wanted: (path: string) => boolean): number =>
    fingerprint(Object.entries(values).flatMap(([path, array]) => (wanted(path) ? [array] : [])));
  return {
    ...losses,
    'parameters of the critic': part((path) => path.startsWith('critic/')),
    'parameters of the generator': part((path) => /^generator\/(?!averages)/.test(path)),
    averages: part((path) => path.startsWith('generator/averages')),
  };
}

function compareGames(actual: Readonly<Record<string, number>>, expected: Readonly<Record<string, number>>): Deviation {
  const deviations = Object.entries(expected).map(([where, value]): Deviation => {
    const off = Math.abs((actual[where] ?? Infinity) - value) / Math.max(Math.abs(value), 0.1);
    return { off: Number.isNaN(off) ? Infinity : off, where };
  });
  return deviations.reduce((worst, each) => (each.off > worst.off ? each : worst));
}
