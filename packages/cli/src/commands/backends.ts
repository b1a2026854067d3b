import { AttganError, UsageError } from '@attgan/core';
import type { Command } from '../command.ts';
import { openRegistries } from '../registries.ts';

export const command: Command = {
  name: 'backends',
  summary: 'lists where numbers can be computed, or installs what one needs',
  usage: '[install NAME [--cuda] [--force]]',
  flags: {
    cuda: { type: 'switch', summary: 'with install: the build for NVIDIA GPUs' },
    force: { type: 'switch', summary: 'with install: again, even when all is in place' },
    plugin: { type: 'text', repeatable: true, summary: 'package or path that provides more' },
  },
  async run({ flags, words, output, root }) {
    const { backend } = await openRegistries(flags.all('plugin'), root);
    const [action, name] = words;
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
    if (action !== 'install' || name === undefined) throw new UsageError('Write: attgan backends install NAME.');
    const definition = backend.get(name);
    await definition.install?.({ cuda: flags.has('cuda'), force: flags.has('force'), report: output.report });
    const problem = await definition.whyUnavailable();
    if (problem !== undefined) throw new AttganError(`The backend ${name} still cannot run: ${problem}.`);
    output.result(`The backend ${name} is ready.`, { name, ready: true });
  },
};
