import { leaves, type TensorTree } from '@attgan/kernels';
import { differentiate, disposePlayers, initPlayer, type Constraint, type ConstraintForward } from '@attgan/training';
import type { Players } from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';
import { demand, demandFinite } from './demand.ts';
import { ATTRIBUTES, casesIn, type Described, type KindSuite } from './kind-suite.ts';
import { changedNames, drawn, drawnLabels, keyOf, read, scalarOf, unreached, valuesOf } from './probes.ts';

interface Subject extends Described<'constraint'> {
  readonly constraint: Constraint;
  readonly attributes: number;
}

const FACES = 4;
const LATENT = [2, 2, 8] as const;

interface Sight {
  readonly forward: ConstraintForward;
  readonly z: tf.Tensor4D;
  readonly intensities: tf.Tensor2D;
  readonly players: Players;
  dispose(): void;
}

/** What a method would show the constraint in one update. */
function sightOf({ constraint, attributes }: Subject): Sight {
  const key = keyOf('constraint');
  const players = Object.fromEntries(constraint.players.map((setup) => [setup.name, initPlayer(setup, key)]));
  const z = drawn<tf.Rank.R4>('z', [FACES, ...LATENT]);
  const intensities = drawn<tf.Rank.R2>('intensities', [FACES, attributes], 0.2, 0.8);
  const labels = drawnLabels('labels', FACES, attributes);
  return {
    forward: { labels, z: () => z, intensities: () => intensities, players, key },
    z,
    intensities,
    players,
    dispose() {
      disposePlayers(players);
      tf.dispose([z, intensities, labels]);
    },
  };
}

const withoutPlayers = ({ constraint }: Subject): string | undefined =>
  constraint.players.length === 0 ? 'it has no players of its own' : undefined;

/** What every constraint must satisfy: consistent players, finite terms, and gradients for all that is to learn from them. */
export const constraintSuite: KindSuite<'constraint', Subject> = {
  kind: 'constraint',
  tensors: true,
  open: async (definition, setting) => {
    const { options = {}, attributes: { length } = ATTRIBUTES } = setting;
    const constraint = definition.create(options, { attributes: length, latent: LATENT, iterations: 10 });
    return { definition, options, setting, constraint, attributes: length };
  },
  cases: casesIn<Subject>('constraint', {
    'has an objective for each player, and for nobody else': async ({ constraint: { players, objectives } }) => {
      const names = players.map(({ name }) => name);
      demand(new Set(names).size === names.length, `two players have one name: ${names.join(', ')}`);
      const aimless = names.filter((name) => !objectives.some(({ player }) => player === name));
      demand(aimless.length === 0, `no objective has the player ${aimless.join(', ')}`);
      const strange = objectives.map(({ player }) => player).filter((player) => !names.includes(player));
      demand(strange.length === 0, `objectives of players that it does not bring: ${strange.join(', ')}`);
    },
    'draws the same first parameters from the same key': {
      without: withoutPlayers,
      run: async (subject) => {
        const [first, second] = [sightOf(subject), sightOf(subject)];
        for (const [name, { params }] of Object.entries(first.players)) {
          const other = second.players[name]?.params as TensorTree;
          const changed = changedNames(await valuesOf(params), await valuesOf(other));
          demand(changed.length === 0, `another ${changed.join(', ')} of ${name} the second time`);
        }
        first.dispose();
        second.dispose();
      },
    },
    'has terms that are finite scalars': async (subject) => {
      const { constraint } = subject;
      const sight = sightOf(subject);
      for (const { name, weight, value } of [
        ...constraint.terms,
        ...constraint.objectives.flatMap(({ terms }) => terms),
      ]) {
        demand(Number.isFinite(weight), `the weight of ${name} is ${weight}`);
        await scalarOf(
          tf.tidy(() => value(sight.forward)),
          `the term ${name}`,
        );
      }
      sight.dispose();
    },
    'has terms whose gradient reaches the encoder': {
      needs: 'training',
      without: ({ constraint }) => (constraint.terms.length === 0 ? 'it has no terms' : undefined),
      run: async (subject) => {
        const sight = sightOf(subject);
        for (const { name, value } of subject.constraint.terms) {
          const slopes = differentiate([sight.z, sight.intensities], () => value(sight.forward));
          const values = await Promise.all(slopes.map(read));
          for (const each of values) demandFinite(each, `the gradient of ${name}`);
          const moves = values.some((each) => each.some((slope) => slope !== 0));
          demand(moves, `the gradient of ${name} is 0 for z and for the intensities`);
        }
        sight.dispose();
      },
    },
    'has objectives whose gradients reach every parameter of their players': {
      needs: 'training',
      without: withoutPlayers,
      run: async (subject) => {
        const sight = sightOf(subject);
        for (const { player, terms } of subject.constraint.objectives) {
          const params = sight.players[player]?.params as TensorTree;
          const slopes = differentiate(params, () =>
            tf.addN<tf.Scalar>(terms.map(({ value }) => value(sight.forward))),
          );
          const idle = await unreached(params, slopes);
          demand(idle.length < leaves(params).length, `no gradient reaches any parameter of ${player}`);
          demand(idle.length === 0, `no gradient reaches these parameters of ${player}: ${idle.join(', ')}`);
        }
        sight.dispose();
      },
    },
  }),
};
