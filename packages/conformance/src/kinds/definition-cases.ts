import { keysOf, messageOf, parseOptions, UsageError, type Kind } from '@attgan/core';
import { demand } from './demand.ts';
import { casesIn, type Described, type KindCase } from './kind-suite.ts';

/** An option that no definition has. */
const UNKNOWN = 'optionThatNobodyHas';

/** What every definition of whatever kind must satisfy: it can be named, listed and given options. */
export function definitionCases(): KindCase<Described<Kind>>[] {
  return casesIn<Described<Kind>>('definition', {
    'has a name that can be typed': async ({ definition: { name } }) => {
      demand(/^[a-z][a-z0-9]*([-.][a-z0-9]+)*$/i.test(name), `"${name}" should be words joined by dashes`);
    },
    'has a summary of one line': async ({ definition: { summary } }) => {
      demand(summary.trim() !== '' && !summary.includes('\n'), 'its summary is empty, or longer than a line');
    },
    'refuses an unknown option by name, in one line': async ({ definition, options }) => {
      await refuses(async () =>
        parseOptions(definition.options, { ...Object(options), [UNKNOWN]: true }, definition.kind),
      );
    },
    'checks its options itself, wherever it is called from': async ({ definition, options }) => {
      const wrong = { ...Object(options), [UNKNOWN]: true };
      const use = useOf(definition);
      await refuses(async () => use(wrong));
    },
    'takes its options from JSON again, as a resumed run does': async ({ definition, options }) => {
      const parsed = parseOptions(definition.options, options, definition.kind);
      const text = JSON.stringify(parsed);
      const again = parseOptions(definition.options, JSON.parse(text), definition.kind);
      demand(JSON.stringify(again) === text, `${text} becomes ${JSON.stringify(again)} when it is read again`);
    },
    'explains each of its options': async ({ definition }) => {
      const shape = (definition.options as { shape?: Readonly<Record<string, { description?: string }>> }).shape;
      const silent = keysOf(definition.options).filter((key) => shape?.[key]?.description === undefined);
      demand(silent.length === 0, `no description, which --help shows, has: ${silent.join(', ')}`);
    },
  });
}

/** What uses the definition's options, whatever its kind. */
function useOf(definition: Described<Kind>['definition']): (options: unknown) => unknown {
  // Options are looked at first, so nothing else need be given.
  const nothing = {} as never;
  if ('create' in definition) return (options) => (definition.create as Use)(options, nothing);
  if ('open' in definition) return (options) => (definition.open as Use)(options, nothing);
  if ('read' in definition) return (options) => definition.read('', options);
  return (options) => (definition.observe as (first: never, options: unknown) => unknown)(nothing, options);
}
type Use = (options: unknown, ...others: never[]) => unknown;

async function refuses(use: () => Promise<unknown>): Promise<void> {
  try {
    await use();
  } catch (error) {
    demand(error instanceof UsageError, `throws no UsageError: ${messageOf(error)}`);
    demand(!error.message.includes('\n'), `its error is longer than one line: ${error.message}`);
    demand(error.message.includes(UNKNOWN), `its error does not name the unknown option: ${error.message}`);
    return;
  }
  demand(false, 'it takes any option: write the schema with z.strictObject, and the definition with define…');
}
