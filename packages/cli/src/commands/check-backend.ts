import { AttganError, messageOf, parseOptions, UsageError, type BackendDefinition } from '@attgan/core';
import { parseValue } from '@attgan/experiment';
import { checkBackend, type CaseResult, type ConformanceReport } from '@attgan/conformance';
import { GROUPS, runParity, TOLERANCES } from '@attgan/methods';
import type { Flags } from '../arguments/flags.ts';
import type { Output } from '../output.ts';
import { reportTable } from './report-table.ts';

/**
 * Checks a backend against what it promises, and reports deviations and speed.
 * @throws AttganError when a case of what it promises fails
 */
export async function check(definition: BackendDefinition, flags: Flags, output: Output): Promise<void> {
  const { name } = definition;
  const options = backendOptions(flags);
  const only = flags.text('only');
  const folder = flags.text('parity');
  // First, so that a wrong folder is reported before minutes of work.
  const parity = folder === undefined ? [] : await parityResults(definition, options, folder);
  const report = await checkBackend(definition, {
    options,
    report: output.report,
    ...(only !== undefined && { only }),
  });
  const whole = withResults(report, parity);
  output.result(reportTable(whole), whole);
  const promised = whole.results.filter(({ status }) => status !== 'not promised');
  const failed = promised.filter(({ status }) => status === 'failed').length;
  if (failed > 0) {
    throw new AttganError(
      `${failed} of ${promised.length} conformance cases of the backend ${name} failed; see the lines above.`,
    );
  }
}

/** `--backend.threads 2` and the like. */
function backendOptions({ dotted }: Flags): Readonly<Record<string, unknown>> {
  return Object.fromEntries(dotted.map(([path, value]) => [path.slice('backend.'.length), parseValue(value)]));
}

/** What an independent program computed is one more group. */
async function parityResults(definition: BackendDefinition, options: unknown, folder: string): Promise<CaseResult[]> {
  if (!definition.traits.secondOrder)
    throw new UsageError(`--parity: ${definition.name} does not promise secondOrder.`);
  const backend = await definition.open(parseOptions(definition.options, options, 'backend'));
  const started = performance.now();
  try {
    const { groups, worst } = await runParity(folder);
    const milliseconds = performance.now() - started;
    return GROUPS.map((group): CaseResult => {
      const [deviation, tolerance] = [groups[group], TOLERANCES[group]];
      const result = { group: 'parity', name: `${group}, ${worst[group]}`, deviation, tolerance, milliseconds };
      if (deviation <= tolerance) return { ...result, status: 'passed' };
      return { ...result, status: 'failed', problem: `off by ${deviation.toExponential(1)}, allowed ${tolerance}` };
    });
  } catch (error) {
    if (error instanceof AttganError) throw error;
    const problem = `promised and missing: ${messageOf(error)}`.replaceAll('\n', ' ');
    return [{ group: 'parity', name: folder, status: 'failed', problem, milliseconds: performance.now() - started }];
  } finally {
    await backend.close();
  }
}

function withResults(report: ConformanceReport, more: readonly CaseResult[]): ConformanceReport {
  const results = [...report.results, ...more];
  return { ...report, results, ok: results.every(({ status }) => status !== 'failed') };
}
