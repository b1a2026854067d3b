import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AttganError, messageOf, parseOptions } from '@attgan/core';
import {
  fileError,
  hasCode,
  publishFolder,
  readJson,
  readSafetensors,
  removeLeftovers,
  sha256OfFile,
  temporaryBeside,
  writeFileAtomically,
  writeSafetensors,
} from '@attgan/formats';
import { disposeTree, flatten, loadTree, mapTree, zeros, type TensorTree, type Weight } from '@attgan/kernels';
import type * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { treesOf, type Player } from './player.ts';
import { NonFiniteError, type Players } from './update.ts';

/** The iteration; one that was stopped within an iteration also has the updates done of the next. */
const NAME = /^\d{8}(\.\d{4})?$/;

const progressSchema = z.strictObject({
  /** Iterations done. */
  iteration: z.int().nonnegative(),
  /** Updates done, all phases. */
  updates: z.int().nonnegative(),
  /** Those of them that belong to the next iteration; absent where there are none. */
  within: z.int().positive().optional(),
  /** Sums and counts of the metrics since the last logged line. */
  sums: z.record(z.string(), z.tuple([z.number(), z.int()])),
  /** The newest value of each metric. */
  last: z.record(z.string(), z.number()),
});
/** The progress of a training, besides its players. JSON keeps doubles exactly. */
export type TrainingProgress = z.output<typeof progressSchema>;

/** Raised whenever the layout of checkpoints changes. */
const FORMAT = 2;
const stateSchema = z.strictObject({
  format: z.literal(FORMAT),
  progress: progressSchema,
  players: z.record(z.string(), z.strictObject({ steps: z.int(), file: z.string(), sha256: z.string() })),
});

export interface Checkpoint {
  readonly progress: TrainingProgress;
  readonly players: Players;
}

/**
 * Writes `folder/NNNNNNNN/`, or `folder/NNNNNNNN.NNNN/` within an iteration: a safetensors file for each player and `state.json` with their checksums. It is written
 * atomically; older ones beyond the newest `keep` are removed afterwards.
 * @throws NonFiniteError when a value is not finite: such a state is not worth resuming from
 */
export async function writeCheckpoint(folder: string, { progress, players }: Checkpoint, keep: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  await removeLeftovers(folder);
  const final = join(folder, nameOf(progress));
  const temporary = temporaryBeside(final);
  try {
    await mkdir(temporary, { recursive: true });
    const files: Record<string, { steps: number; file: string; sha256: string }> = {};
    for (const player of Object.values(players)) {
      const file = `${player.name}.safetensors`;
      const tensors = Object.entries(treesOf(player)).flatMap(([part, tree]) => flatten<tf.Tensor>(tree, part));
      await writeSafetensors(join(temporary, file), await Promise.all(tensors.map(stored)));
      files[player.name] = { steps: player.steps, file, sha256: await sha256OfFile(join(temporary, file)) };
    }
    const state = { format: FORMAT, progress, players: files };
    await writeFileAtomically(join(temporary, 'state.json'), `${JSON.stringify(state, null, 2)}\n`);
    await publishFolder(temporary, final);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  }
  const names = await checkpointNames(folder);
  for (const name of names.slice(0, -keep)) await rm(join(folder, name), { recursive: true, force: true });
}

function nameOf({ iteration, within }: TrainingProgress): string {
  const name = String(iteration).padStart(8, '0');
  return within === undefined ? name : `${name}.${String(within).padStart(4, '0')}`;
}

async function stored([name, tensor]: [string, tf.Tensor]): Promise<
  [string, { shape: number[]; values: Float32Array }]
> {
  const values = await tensor.data<'float32'>();
  if (!values.every(Number.isFinite)) {
    throw new NonFiniteError(`${name} is no longer finite, so no checkpoint was written and training stopped.`);
  }
  return [name, { shape: tensor.shape, values }];
}

/** The folder of a run's checkpoints. */
export function checkpointsOf(run: string): string {
  return join(run, 'checkpoints');
}

/** Names of the checkpoints in `folder`, oldest first; none where it is missing. @throws AttganError when it cannot be read */
export async function checkpointNames(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => NAME.test(name)).sort();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw fileError('read the checkpoints in', folder, error);
  }
}

/**
 * The newest intact checkpoint, read into players shaped like `fresh`, which are consumed. A damaged one is reported and the
 * previous one used.
 * @throws AttganError when there are checkpoints and none is intact, or when one belongs to other networks
 */
export async function readCheckpoint(
  folder: string,
  fresh: Players,
  report: (line: string) => void,
): Promise<Checkpoint | undefined> {
  const names = (await checkpointNames(folder)).reverse();
  const problems: string[] = [];
  for (const name of names) {
    const path = join(folder, name);
    let files: LoadedFiles;
    try {
      files = await readFiles(path);
    } catch (error) {
      problems.push(messageOf(error).replace(/\.$/, ''));
      continue;
    }
    for (const [index, problem] of problems.entries()) {
      report(`Checkpoint ${join(folder, names[index] as string)} is damaged and was skipped: ${problem}.`);
    }
    return { progress: files.progress, players: restore(fresh, files, path) };
  }
  if (names.length === 0) return undefined;
  throw new AttganError(
    `None of the ${names.length} checkpoints in ${folder} can be read; of the newest, ${problems[0]}. Start a new training in another folder.`,
  );
}

interface LoadedPlayer {
  readonly steps: number;
  readonly tensors: Awaited<ReturnType<typeof readSafetensors>>['tensors'];
}

interface LoadedFiles {
  readonly progress: TrainingProgress;
  readonly players: Readonly<Record<string, LoadedPlayer>>;
}

async function readFiles(path: string): Promise<LoadedFiles> {
  const state = await readState(join(path, 'state.json'));
  const players: Record<string, LoadedPlayer> = {};
  for (const [name, { steps, file, sha256 }] of Object.entries(state.players)) {
    if ((await sha256OfFile(join(path, file))) !== sha256)
      throw new AttganError(`the checksum of ${file} differs from state.json`);
    players[name] = { steps, tensors: (await readSafetensors(join(path, file))).tensors };
  }
  return { progress: state.progress, players };
}

async function readState(path: string): Promise<z.output<typeof stateSchema>> {
  const value = await readJson(path);
  const head = z.object({ format: z.number() }).safeParse(value);
  // Before anything else of it, which another version may have written otherwise.
  if (head.success && head.data.format !== FORMAT) {
    throw new AttganError(
      `state.json has format ${head.data.format}, of another version of attgan; this one reads ${FORMAT}`,
    );
  }
  return parseOptions(stateSchema, value, 'state.json');
}

function restore(fresh: Players, { players }: LoadedFiles, path: string): Players {
  return Object.fromEntries(
    Object.values(fresh).map((player): [string, Player] => {
      const loaded = players[player.name];
      if (loaded === undefined) throw new AttganError(`Checkpoint ${path} has no player "${player.name}".`);
      const restored = Object.entries(treesOf(player)).map(([part, tree]) => [part, filled(tree, part, loaded, path)]);
      return [player.name, { ...player, ...Object.fromEntries(restored), steps: loaded.steps }];
    }),
  );
}

/** A tree shaped like `tree`, which is consumed before anything is read, with the values of the checkpoint. */
function filled(tree: TensorTree, part: string, { tensors }: LoadedPlayer, path: string): TensorTree {
  const shapes = mapTree<tf.Tensor, Weight, TensorTree>(tree, ({ shape }) => zeros(shape));
  disposeTree(tree);
  return loadTree(shapes, tensors, {
    prefix: part,
    describe: `The checkpoint ${path}`,
    advice:
      'It was made with other networks, another optimizer or another average: use another run folder, or the ' +
      'options that the run was started with.',
  });
}
