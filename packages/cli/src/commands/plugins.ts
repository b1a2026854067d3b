import { keysOf } from '@attgan/core';
import type { z } from 'zod';
import type { Command } from '../command.ts';
import { openRegistries } from '../registries.ts';

export const command: Command = {
  name: 'plugins',
  summary: 'lists every method, network, data source and backend with its options',
  usage: '[--plugin NAME_OR_PATH]',
  flags: { plugin: { type: 'text', repeatable: true, summary: 'package or path that provides more' } },
  async run({ flags, output, root }) {
    const { plugins } = await openRegistries(flags.all('plugin'), root);
    const definitions = plugins.flatMap((plugin) =>
      plugin.provides.map(({ kind, name, summary, options }) => ({
        kind,
        name,
        summary,
        plugin: plugin.name,
        options: describeOptions(options),
      })),
    );
    const text = definitions
      .map(({ kind, name, summary, options }) => {
        const lines = options.map((option) => `    --${kind}.${option.name.padEnd(16)} ${option.description}`);
        return [`${kind} ${name}: ${summary}`, ...lines].join('\n');
      })
      .join('\n');
    output.result(text, definitions);
  },
};

function describeOptions(schema: z.ZodType): { name: string; description: string }[] {
  const shape = (schema as unknown as { shape?: Record<string, z.ZodType> }).shape ?? {};
  return keysOf(schema).map((name) => ({ name, description: shape[name]?.description ?? '' }));
}
