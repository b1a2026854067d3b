import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AttganError, messageOf, parseOptions } from '@attgan/core';
import {
  publishFolder,
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
import type { Players } from './update.ts';

const NAME = /^\d{8}$/;

const progressSchema = z.strictObject({
  /** Iterations done. */
  iteration: z.int().nonnegative(),
  /** Updates done, all phases. */
  updates: z.int().nonnegative(),
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
  format: z.literal(FORMAT, `was written by another version of attgan, whose checkpoints this one cannot read`),
  progress: progressSchema,
  players: z.record(z.string(), z.strictObject({ steps: z.int(), file: z.string(), sha256: z.string() })),
});

export interface Checkpoint {
  readonly progress: TrainingProgress;
  readonly players: Players;
}

/**
 * Writes `folder/NNNNNNNN/`: a safetensors file for each player and `state.json` with their checksums. It is written
 * atomically; older ones beyond the newest `keep` are removed afterwards.
 * @throws AttganError when a value is not finite: such a state is not worth resuming from
 */
export async function writeCheckpoint(folder: string, { progress, players }: Checkpoint, keep: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  await removeLeftovers(folder);
  const final = join(folder, String(progress.iteration).padStart(8, '0'));
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

async function stored([name, tensor]: [string, tf.Tensor]): Promise<
  [string, { shape: number[]; values: Float32Array }]
> {
  const values = await tensor.data<'float32'>();
  if (!values.every(Number.isFinite)) {
    throw new AttganError(
      `${name} is no longer finite, so no checkpoint was written. The previous checkpoint is intact.`,
    );
  }
  return [name, { shape: tensor.shape, values }];
}

/** Names of the checkpoints in `folder`, oldest first. */
export async function checkpointNames(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => NAME.test(name)).sort();
  } catch {
    return [];
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
  for (const name of names) {
    const path = join(folder, name);
    let files: LoadedFiles;
    try {
      files = await readFiles(path);
    } catch (error) {
      report(`Checkpoint ${path} is damaged and was skipped: ${messageOf(error)}`);
      continue;
    }
    return { progress: files.progress, players: restore(fresh, files, path) };
  }
  if (names.length === 0) return undefined;
  throw new AttganError(
    `None of the ${names.length} checkpoints in ${folder} can be read. Start a new training in another folder.`,
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
  const state = parseOptions(stateSchema, JSON.parse(await readFile(join(path, 'state.json'), 'utf8')), 'state.json');
  const players: Record<string, LoadedPlayer> = {};
  for (const [name, { steps, file, sha256 }] of Object.entries(state.players)) {
    if ((await sha256OfFile(join(path, file))) !== sha256)
      throw new AttganError(`the checksum of ${file} differs from state.json`);
    players[name] = { steps, tensors: (await readSafetensors(join(path, file))).tensors };
  }
  return { progress: state.progress, players };
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
