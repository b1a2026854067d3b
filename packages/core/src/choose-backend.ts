import type { BackendDefinition } from './backend.ts';
import { AttganError } from './errors.ts';
import type { Registry } from './registry.ts';

/** A backend that this machine can run, and the line that says why it is this one. */
export interface BackendChoice {
  readonly definition: BackendDefinition;
  readonly reason: string;
}

/**
 * The backend named, or for `auto` the fastest that runs here.
 * @throws AttganError when the one named, or every one, is unavailable, with what would mend it
 */
export async function chooseBackend(name: string, registry: Registry<BackendDefinition>): Promise<BackendChoice> {
  if (name !== 'auto') {
    const definition = registry.get(name);
    const problem = await definition.whyUnavailable();
    if (problem !== undefined) throw new AttganError(`The backend ${name} cannot run here: ${problem}.`);
    return { definition, reason: 'as asked' };
  }
  const ranked = registry.all().toSorted((a, b) => b.traits.speed - a.traits.speed);
  const passedOver: string[] = [];
  for (const definition of ranked) {
    const problem = await definition.whyUnavailable();
    if (problem === undefined) {
      const why =
        passedOver.length === 0 ? 'the fastest there is' : `the fastest that runs here; ${passedOver.join('; ')}`;
      return { definition, reason: why };
    }
    passedOver.push(`${definition.name}: ${problem}`);
  }
  throw new AttganError(`No backend runs here. ${passedOver.join('; ')}.`);
}
