import { checkDefinition, suiteOf, type ConformanceReport } from '@attgan/conformance';
import { AttganError, suggestion, UsageError, type Definition } from '@attgan/core';
import type { Registries } from '@attgan/experiment';
import { openBackendOf } from '../arguments/backend-choice.ts';
import type { CommandContext } from '../command.ts';
import { check as checkBackendNamed } from './check-backend.ts';
import { checkSetting } from './check-setting.ts';
import { reportTable } from './report-table.ts';

/**
 * Runs the conformance cases of a definition's kind, and prints what became of them.
 * @throws UsageError for what is unknown, AttganError when a case failed
 */
export async function checkNamed(name: string, context: CommandContext): Promise<void> {
  const { flags, output, registries } = context;
  const definition = definitionNamed(name, flags.text('kind'), registries);
  if (definition.kind === 'backend') return checkBackendNamed(definition, flags, output);
  const report = await checkOpen(definition, context);
  output.result(reportTable(report), report);
  const counted = report.results.filter(({ status }) => status !== 'not promised');
  const failed = counted.filter(({ status }) => status === 'failed').length;
  if (failed === 0) return;
  const what = `${definition.kind} ${definition.name}`;
  throw new AttganError(`${failed} of ${counted.length} conformance cases of the ${what} failed; see the lines above.`);
}

/** The cases, on the backend that was chosen where they compute anything. */
async function checkOpen(
  definition: Exclude<Definition, { kind: 'backend' }>,
  { flags, output, registries }: CommandContext,
): Promise<ConformanceReport> {
  const { kind, name } = definition;
  const setting = checkSetting(definition, flags, registries);
  const onProgress = (done: number, total: number): void =>
    output.onProgress({ task: `check ${name}`, done, total, note: kind });
  if (!suiteOf(kind).tensors) return checkDefinition(definition, { ...setting, onProgress });
  const backend = await openBackendOf(flags, output, registries);
  try {
    const { traits } = registries.of('backend').get(backend.name);
    return await checkDefinition(definition, { ...setting, traits, onProgress });
  } finally {
    await backend.close();
  }
}

/** @throws UsageError where there is no such definition, or several of one name */
function definitionNamed(name: string, kind: string | undefined, { kinds, of }: Registries): Definition {
  const names = kinds.map((each) => each.kind as string);
  if (kind !== undefined && !names.includes(kind)) {
    throw new UsageError(`--kind "${kind}": there is no such kind. ${suggestion(kind, names)}`);
  }
  const all = kinds.flatMap((each): readonly Definition[] => of(each.kind).all());
  const found = all.filter((each) => each.name === name && (kind === undefined || each.kind === kind));
  const [first, second] = found;
  if (first === undefined) {
    const near = suggestion(
      name,
      all.map((each) => each.name),
    );
    throw new UsageError(
      `There is no ${kind ?? 'definition'} named "${name}". ${near} Add one with --plugin NAME_OR_PATH.`,
    );
  }
  if (second !== undefined) {
    const listed = found.map((each) => each.kind).join(', ');
    throw new UsageError(`There are several definitions named "${name}": say which with --kind, one of ${listed}.`);
  }
  return first;
}
