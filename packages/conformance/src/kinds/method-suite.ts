import { fold, lazy, type Kind } from '@attgan/core';
import type { Editor } from '@attgan/editor';
import { disposePlayers, initPlayer, toBatch, update, type Game, type Players } from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';
import { demand, equalBits } from './demand.ts';
import { casesIn, type Described, type KindSuite } from './kind-suite.ts';
import { cardOf, gameOf, ITERATIONS, partsOf, smallDataset } from './method-game.ts';
import { trainSecondHalf, trainWhole, type Trained } from './method-training.ts';
import { SMALL_NETWORKS } from './network-choices.ts';
import { changedNames, keyOf, valuesOf } from './probes.ts';

interface Subject extends Described<'method'> {
  readonly folder: string;
  game(): Game<unknown>;
  /** The whole training, once. */
  whole(): Promise<Trained>;
  /** Its second half, from a checkpoint. */
  resumed(): Promise<Trained>;
}

const playersOf = (game: Game<unknown>): Players =>
  Object.fromEntries(game.players.map((setup) => [setup.name, initPlayer(setup, keyOf('method'))]));

/** Every phase of every stage, with what a message calls it. */
function phasesOf({ stages }: Game<unknown>) {
  return stages.flatMap(({ name: stage, phases }) =>
    phases.map((phase) => ({ phase, where: `${stage}, ${phase.name}` })),
  );
}

async function batchOf({ setting }: Subject) {
  return toBatch(await smallDataset(setting).load('train', [0, 1, 2, 3]));
}

/** What every method must satisfy: a game that can be played, stopped, gone on with, and edited with. */
export const methodSuite: KindSuite<'method', Subject> = {
  kind: 'method',
  tensors: true,
  async open(definition, setting) {
    const { mkdtemp } = await import('node:fs/promises');
    const { tmpdir } = await import('node:os');
    const { join } = await import('node:path');
    const folder = await mkdtemp(join(tmpdir(), 'attgan-method-'));
    const game = (): Game<unknown> => gameOf(definition, setting);
    const training = (name: string) => ({
      game,
      card: cardOf(game(), setting),
      dataset: smallDataset(setting),
      folder: join(folder, name),
    });
    const whole = lazy(() => trainWhole(training('whole')));
    const resumed = async (): Promise<Trained> => {
      await whole();
      return trainSecondHalf(training('resumed'), join(folder, 'whole'));
    };
    return { definition, options: setting.options ?? {}, setting, folder, game, whole, resumed };
  },
  async close({ folder }) {
    const { rm } = await import('node:fs/promises');
    await rm(folder, { recursive: true, force: true });
  },
  cases: casesIn<Subject>('method', {
    'lists the kinds that it uses, each once': async ({ definition: { uses }, setting }) => {
      demand(new Set(uses).size === uses.length, `a kind is there twice: ${uses.join(', ')}`);
      demand(uses.includes('generator'), 'it does not use a generator');
      const unknown = uses.filter((kind: Kind) => !(kind in partsOf(setting)));
      demand(unknown.length === 0, `the check has no part of the kind ${unknown.join(', ')}: give one in "parts"`);
    },
    'makes a game of the parts that it uses and no others': async ({ game }) => {
      game();
    },
    'plays as many iterations as it is asked for, each phase at least once': async ({ game }) => {
      const { stages } = game();
      const sum = stages.reduce((total, { iterations }) => total + iterations, 0);
      demand(sum === ITERATIONS, `its stages have ${sum} iterations, asked for ${ITERATIONS}`);
      for (const { phase, where } of phasesOf(game())) {
        demand(Number.isInteger(phase.updates) && phase.updates > 0, `${where}: ${phase.updates} updates`);
      }
    },
    'has players, terms and measures whose names fit together': async ({ game }) => {
      const { players, measures, ...rest } = game();
      const names = players.map(({ name }) => name);
      demand(new Set(names).size === names.length, `two players have one name: ${names.join(', ')}`);
      const phases = phasesOf({ players, measures, ...rest });
      for (const { phase, where } of phases) {
        for (const { player, terms } of phase.objectives) {
          demand(names.includes(player), `${where}: there is no player "${player}"`);
          const own = terms.map(({ name }) => name);
          demand(own.length > 0, `${where}: ${player} has no terms`);
          demand(new Set(own).size === own.length, `${where}: two terms of ${player} have one name: ${own.join(', ')}`);
          const wrong = terms.find(({ weight }) => !Number.isFinite(weight));
          demand(wrong === undefined, `${where}: the weight of ${wrong?.name} is ${wrong?.weight}`);
        }
      }
      const strange = Object.keys(measures).filter((name) => !phases.some(({ phase }) => phase.name === name));
      demand(strange.length === 0, `it measures in phases that it does not have: ${strange.join(', ')}`);
    },
    'moves the players of each phase and nobody else, and every term is finite': {
      needs: 'training',
      run: async (subject) => {
        const game = subject.game();
        const batch = await batchOf(subject);
        let players = playersOf(game);
        for (const [at, { phase, where }] of phasesOf(game).entries()) {
          const objectives = phase.objectives.map(({ player, terms }) => ({ player, terms }));
          const before = await paramsOf(players);
          const key = fold(keyOf('method'), at);
          // Later than the first iteration, because terms may grow from 0.
          const request = {
            game,
            phase: { ...phase, objectives },
            players,
            batch,
            key,
            iteration: ITERATIONS - 1,
            last: {},
          };
          ({ players } = await update(request));
          const after = await paramsOf(players);
          for (const { name } of game.players) {
            const changed = changedNames(before[name] as never, after[name] as never).length > 0;
            const wanted = objectives.some(({ player }) => player === name);
            demand(
              changed === wanted,
              `${where}: ${name} ${changed ? 'moves, though it has no objective' : 'does not move'}`,
            );
          }
        }
        disposePlayers(players);
        tf.dispose([batch.images, batch.labels]);
      },
    },
    'draws samples: a picture of each face for each column': async (subject) => {
      const game = subject.game();
      const players = playersOf(game);
      const batch = await batchOf(subject);
      const { columns, rows } = await game.samples(players, batch);
      const [, size] = batch.images.shape;
      const shapes = rows.map(({ shape }) => `[${shape.join(', ')}]`);
      tf.dispose([...rows, batch.images, batch.labels]);
      disposePlayers(players);
      const wanted = `[${columns.length}, ${size}, ${size}, 3]`;
      demand(shapes.length === 4, `${shapes.length} rows for 4 faces`);
      demand(
        shapes.every((shape) => shape === wanted),
        `rows are ${shapes[0]}, wanted ${wanted}`,
      );
    },
    'trains with finite metrics, and draws what it has learned': {
      needs: 'training',
      run: async ({ whole }) => {
        const { metrics, samples } = await whole();
        demand(metrics.length === ITERATIONS, `${metrics.length} lines of metrics in ${ITERATIONS} iterations`);
        const bad = metrics.flatMap((line) => Object.entries(line)).find(([, value]) => !Number.isFinite(value));
        demand(bad === undefined, `${bad?.[0]} became ${bad?.[1]}`);
        demand(samples > 0, 'no samples were drawn');
      },
    },
    'ends the same, bit for bit, when it is interrupted and resumed': {
      needs: 'training',
      run: async ({ whole, resumed }) => {
        const [first, second] = [await whole(), await resumed()];
        demand(JSON.stringify(first.metrics) === JSON.stringify(second.metrics), 'the metrics differ after a resume');
        demand(equalBits(first.weights, second.weights), 'the model differs after a resume');
      },
    },
    'leaves a model that edits': {
      needs: 'training',
      run: async ({ whole, setting }) => {
        const { openEditor } = await import('@attgan/editor');
        const { generator, critic } = setting.networks ?? SMALL_NETWORKS;
        const editor: Editor = await openEditor((await whole()).model, {
          generator: () => generator.definition,
          critic: () => (critic as NonNullable<typeof critic>).definition,
        });
        try {
          const { size, pixels, labels } = await smallDataset(setting).load('validation', [0]);
          const face = { width: size, height: size, pixels };
          const [attribute] = editor.card.attributes as readonly [string];
          const [edited] = await editor.edit([face], labels, [{ attribute, value: 'flip' }]);
          demand(
            edited?.width === size && edited.height === size,
            `an edit of ${size} pixels is ${edited?.width} wide`,
          );
        } finally {
          editor.dispose();
        }
      },
    },
    'says how its models edit': async ({ game }) => {
      const { scale, strength } = game().editing;
      demand(Number.isFinite(scale) && scale > 0, `the scale of its codes is ${scale}`);
      demand(Number.isFinite(strength) && strength > 0, `the strength of its edits is ${strength}`);
    },
  }),
};

async function paramsOf(players: Players): Promise<Readonly<Record<string, Map<string, ArrayLike<number>>>>> {
  const read = Object.values(players).map(async ({ name, params }) => [name, await valuesOf(params)] as const);
  return Object.fromEntries(await Promise.all(read));
}
