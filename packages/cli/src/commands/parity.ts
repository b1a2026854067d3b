import { AttganError, UsageError } from '@attgan/core';
import { GROUPS, runParity, TOLERANCES } from '@attgan/methods';
import { openBackendOf } from '../arguments/backend-choice.ts';
import type { Command } from '../command.ts';

export const command: Command = {
  name: 'parity',
  summary: 'repeats the computations of an independent PyTorch program, and compares',
  usage: 'CASE_DIR... [--backend NAME]',
  flags: {},
  parts: ['backend'],
  async run({ flags, words, output, registries }) {
    if (words.length === 0) throw new UsageError('parity needs at least one CASE_DIR.');
    const backend = await openBackendOf(flags, output, registries);
    try {
      let ok = true;
      for (const folder of words) {
        const report = await runParity(folder);
        ok &&= report.ok;
        const lines = GROUPS.map((group) => {
          const off = report.groups[group];
          const mark = off <= TOLERANCES[group] ? 'ok  ' : 'OFF ';
          return `  ${mark} ${group.padEnd(11)} ${off.toExponential(2)} of ${TOLERANCES[group].toExponential(0)} at ${report.worst[group]}`;
        });
        output.result([folder, ...lines].join('\n'), { ...report, folder });
      }
      if (!ok) throw new AttganError(`Parity does not hold on ${backend.name}: see the lines marked OFF.`);
    } finally {
      await backend.close();
    }
  },
};
