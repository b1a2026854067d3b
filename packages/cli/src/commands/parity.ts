import { AttganError, chooseBackend, UsageError } from '@attgan/core';
import { GROUPS, runParity, TOLERANCES } from '@attgan/methods';
import type { Command } from '../command.ts';
import { openRegistries } from '../registries.ts';

export const command: Command = {
  name: 'parity',
  summary: 'repeats what an independent PyTorch program computed, and compares',
  usage: 'CASE_DIR... [--backend NAME]',
  flags: {
    backend: { type: 'text', summary: 'name of the backend; the best that runs unless given' },
    plugin: { type: 'text', repeatable: true, summary: 'package or path that provides more' },
  },
  async run({ flags, words, output, root }) {
    if (words.length === 0) throw new UsageError('parity needs at least one CASE_DIR.');
    const registries = await openRegistries(flags.all('plugin'), root);
    const { definition, reason } = await chooseBackend(flags.text('backend') ?? 'auto', registries.backend);
    const backend = await definition.open({});
    output.report(`Backend ${backend.name} (${reason}): ${backend.description}.`);
    let ok = true;
    for (const folder of words) {
      const report = await runParity(folder);
      ok &&= report.ok;
      const lines = GROUPS.map((group) => {
        const off = report.groups[group];
        const mark = off <= TOLERANCES[group] ? 'ok  ' : 'OFF ';
        return `  ${mark} ${group.padEnd(11)} ${off.toExponential(2)} of ${TOLERANCES[group].toExponential(0)} at ${report.worst[group]}`;
      });
      output.result([folder, ...lines].join('\n'), {
        ok: report.ok,
        groups: report.groups,
        worst: report.worst,
        folder,
      });
    }
    await backend.close();
    if (!ok) throw new AttganError(`Parity does not hold on ${backend.name}.`);
  },
};
