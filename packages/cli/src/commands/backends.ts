import { AttganError, UsageError } from '@attgan/core';
import type { Command } from '../command.ts';

export const command: Command = {
  name: 'backends',
  summary: 'lists the backends, installs what one needs, or checks one',
  usage: '[install NAME [--cuda] [--force] | check NAME [--only GROUP] [--parity CASE_DIR]]',
  flags: {
    cuda: { type: 'switch', summary: 'with install: the build for NVIDIA GPUs' },
    force: { type: 'switch', summary: 'with install: reinstall, even if everything is in place' },
    only: { type: 'text', summary: 'with check: only this group of cases' },
    parity: { type: 'text', summary: 'with check: also compare with the results of an independent program' },
  },
  parts: ['backend'],
  async run({ flags, words, output, registries }) {
    const backend = registries.of('backend');
    const [action, name, more] = words;
    if (action !== 'check' && flags.dotted.length > 0) throw new UsageError('Only backends check takes --backend.X.');
    if (action === undefined || action === 'list') {
      const rows = await Promise.all(
        backend.all().map(async ({ name: known, summary, traits, whyUnavailable }) => ({
          name: known,
          summary,
          ...traits,
          problem: await whyUnavailable(),
        })),
      );
      const text = rows.map((row) => `${row.name.padEnd(12)} ${row.problem ?? 'ready'}\n    ${row.summary}`).join('\n');
      output.result(text, rows);
      return;
    }
    if ((action !== 'install' && action !== 'check') || name === undefined || more !== undefined) {
      throw new UsageError('Write: attgan backends install NAME, or attgan backends check NAME.');
    }
    const definition = backend.get(name);
    if (action === 'check') {
      await (await import('./check-backend.ts')).check(definition, flags, output);
      return;
    }
    await definition.install?.({ cuda: flags.has('cuda'), force: flags.has('force'), report: output.report });
    const problem = await definition.whyUnavailable();
    if (problem !== undefined) throw new AttganError(`The backend ${name} still cannot run: ${problem}.`);
    output.result(`The backend ${name} is ready.`, { name, ready: true });
  },
};
