import { AttganError, randomKey, UsageError } from '@attgan/core';
import { readModel, type NamedOptions, type StoredModel } from '@attgan/formats';
import { disposeTree } from '@attgan/kernels';
import type { Critic, Generator } from '@attgan/nets';
import { createEditor, type Networks } from './create-editor.ts';
import type { Editor, NetworkDefinitions } from './editor.ts';
import { loadTree } from './load-tree.ts';

/**
 * Opens a model folder on tfjs's current backend. The weights are checked against the networks that `model.json` names.
 * @throws AttganError in one line when the folder is no complete, undamaged model.
 */
export async function openEditor(folder: string, definitions: NetworkDefinitions): Promise<Editor> {
  const model = await readModel(folder);
  const { card } = model;
  const generator = create(folder, 'generator', card.generator, (name, options) =>
    definitions.generator(name).create(options, card.attributes.length),
  );
  checkSize(folder, 'generator', generator.size, card.size);
  const weights = loadTree(generator.init(KEY), 'generator', model, folder);
  try {
    const networks: Networks = { generator, weights };
    if (card.critic === undefined) return createEditor(model, networks);
    return createEditor(model, { ...networks, critic: loadCritic(folder, card.critic, definitions, model) });
  } catch (error) {
    disposeTree(weights);
    throw error;
  }
}

/** Only the shapes of what is drawn with it matter. */
const KEY = randomKey(0);

function loadCritic(
  folder: string,
  named: NamedOptions,
  definitions: NetworkDefinitions,
  model: StoredModel,
): NonNullable<Networks['critic']> {
  const { attributes, size } = model.card;
  const critic: Critic = create(folder, 'critic', named, (name, options) =>
    definitions.critic(name).create(options, attributes.length),
  );
  checkSize(folder, 'critic', critic.size, size);
  return { critic, params: loadTree(critic.init(KEY), 'critic', model, folder) };
}

/** Options that a schema refuses must not come out as a stack trace. */
function create<N extends Generator | Critic>(
  folder: string,
  what: string,
  { name, options }: NamedOptions,
  make: (name: string, options: unknown) => N,
): N {
  try {
    return make(name, options);
  } catch (error) {
    if (error instanceof UsageError) throw new AttganError(`The model ${folder}: ${error.message}`, { cause: error });
    if (!(error instanceof Error)) throw error;
    const reason = 'issues' in error ? firstIssue(error.issues) : error.message;
    throw new AttganError(`The model ${folder} has a ${what} "${name}" with bad options: ${reason}.`, { cause: error });
  }
}

function firstIssue(issues: unknown): string {
  const issue: unknown = Array.isArray(issues) ? issues[0] : undefined;
  if (typeof issue !== 'object' || issue === null || !('message' in issue)) return 'they are not valid';
  const path = 'path' in issue && Array.isArray(issue.path) ? issue.path.join('.') : '';
  return `${path === '' ? '' : `${path}: `}${String(issue.message)}`.replaceAll('\n', ' ');
}

function checkSize(folder: string, what: string, found: number, wanted: number): void {
  if (found === wanted) return;
  throw new AttganError(
    `The model ${folder} is for pictures of ${wanted} px, but its ${what} takes ${found} px. Copy the model again.`,
  );
}
