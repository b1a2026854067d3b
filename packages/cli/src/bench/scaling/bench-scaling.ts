import { join } from 'node:path';
import { InterruptedError } from '@attgan/core';
import { scalingText, SCALING_FILES, writeScaling } from '@attgan/eval';
import { chooseBackend, type Registries } from '@attgan/experiment';
import { leaves, type Tree, type Weight } from '@attgan/kernels';
import { createAttganCritic } from '@attgan/nets';
import { z } from 'zod';
import { openableBackend, openBackendOf } from '../../arguments/backend-choice.ts';
import type { Flags } from '../../arguments/flags.ts';
import { refuseExisting } from '../../guard-files.ts';
import { interruptible } from '../../interrupt.ts';
import type { Output } from '../../output.ts';
import { benchCase, type BenchRequest } from '../bench-case.ts';
import { runScaling } from './run-scaling.ts';
import { scalingRequest } from './scaling-request.ts';

/** `bench --scaling`: measures, writes the page, prints the figures. */
export async function benchScaling(
  flags: Flags,
  given: BenchRequest,
  output: Output,
  registries: Registries,
): Promise<void> {
  const request = scalingRequest(flags);
  await refuseExisting(
    Object.values(SCALING_FILES).map((name) => join(request.out, name)),
    flags,
  );
  const networks = benchCase(given, registries);
  const parameters = {
    generator: count(networks.generator.weights.params),
    critic: count(createAttganCritic(networks.criticSpec, networks.generator.attributes).weights),
  };
  const chosen = openableBackend(flags, registries);
  const { definition } = await chooseBackend(chosen.name, registries.of('backend'));
  // Opened once, so that what is missing or wrong is said before anything is measured.
  const backend = await openBackendOf(flags, output, registries);
  const { name, description } = backend;
  await backend.close();
  const scaled = {
    trains: definition.traits.training,
    threads: definition.options instanceof z.ZodObject && 'threads' in definition.options.shape,
  };
  await interruptible(output, 'Stopping; what was measured is written.', async (signal) => {
    const measured = await runScaling(request, given, scaled, { passed: passedOn(flags), signal }, output);
    const scaling = { format: 1 as const, ...given, backend: name, description, parameters, ...measured };
    const written = await writeScaling(request.out, scaling);
    if (signal.aborted) throw new InterruptedError(`Stopped; ${written.page} has what was measured until then.`);
    output.result(`${scalingText(scaling)}\n\n${Object.values(written).join('\n')}`, { ...written, scaling });
  });
}

/** Flags that every process is given: of plugins and of the backend. */
function passedOn(flags: Flags): string[] {
  const backend = flags.text('backend');
  return [
    ...flags.all('plugin').map((plugin) => `--plugin=${plugin}`),
    ...(backend === undefined ? [] : [`--backend=${backend}`]),
    ...flags.dotted.map(([path, value]) => `--${path}=${value}`),
  ];
}

function count(weights: Tree<Weight>): number {
  return leaves(weights).reduce((sum, { shape }) => sum + shape.reduce((product, edge) => product * edge, 1), 0);
}
