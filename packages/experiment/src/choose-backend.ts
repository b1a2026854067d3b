import type { BackendDefinition } from '@attgan/core';
import { AttganError } from '@attgan/core';
import type { Registry } from '@attgan/core';

/** A backend that this machine can run, and the line that says why it is this one. */
export interface BackendChoice {
  readonly definition: BackendDefinition;
  readonly reason: string;
}

/**
 * The backend named, or for `auto` the fastest that runs here.
 * @throws AttganError when the one named, or every one, is unavailable, with how to fix that
 */
export async function chooseBackend(name: string, registry: Registry<BackendDefinition>): Promise<BackendChoice> {
  if (name !== 'auto') {
    const definition = registry.get(name);
    const problem = await definition.whyUnavailable();
    if (problem !== undefined) throw new AttganError(`The backend ${name} cannot run here: ${problem}.`);
    return { definition, reason: 'as requested' };
  }
  const ranked = registry.all().toSorted((a, b) => b.traits.speed - a.traits.speed);
  const passedOver: string[] = [];
  let best: Candidate | undefined;
  for (const definition of ranked) {
    // This one and those after it promise no more than what was found reaches.
    if (best !== undefined && definition.traits.speed <= best.speed) break;
    const problem = await definition.whyUnavailable();
    if (problem !== undefined) {
      passedOver.push(`${definition.name}: ${problem}`);
      continue;
    }
    const candidate: Candidate = {
      definition,
      ...((await definition.slowerHere?.()) ?? { speed: definition.traits.speed }),
    };
    const [winner, loser] = best === undefined || candidate.speed > best.speed ? [candidate, best] : [best, candidate];
    if (loser !== undefined) passedOver.push(`${loser.definition.name}: ${loser.why}`);
    best = winner;
  }
  if (best === undefined) throw new AttganError(`No backend runs here. ${passedOver.join('; ')}.`);
  const reason =
    passedOver.length === 0 ? 'the fastest available' : `the fastest that runs here; ${passedOver.join('; ')}`;
  return { definition: best.definition, reason };
}

/** One that runs here, with its rank on this machine. */
interface Candidate {
  readonly definition: BackendDefinition;
  readonly speed: number;
  readonly why?: string;
}
