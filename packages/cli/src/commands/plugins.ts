import { describeOptions } from '@attgan/experiment';
import type { Command } from '../command.ts';
import { optionLine } from '../help.ts';

export const command: Command = {
  name: 'plugins',
  summary: 'lists every kind of definition, and the definitions with their options and defaults',
  usage: '[--plugin NAME_OR_PATH]',
  flags: {},
  async run({ output, registries }) {
    const kinds = registries.kinds.map((kind) => ({
      kind: kind.kind,
      summary: kind.summary,
      part: kind.part,
      default: kind.part === 'one' ? kind.default : undefined,
      definitions: registries
        .of(kind.kind)
        .all()
        .map(({ name, summary, options }) => ({
          name,
          summary,
          plugin: registries.plugins.find(({ provides }) =>
            provides.some((one) => one.kind === kind.kind && one.name === name),
          )?.name,
          options: describeOptions(options),
        })),
    }));
    const text = kinds
      .toSorted((a, b) => a.kind.localeCompare(b.kind))
      .flatMap(({ kind, summary, definitions, default: usual }) => [
        `${kind}: ${summary}${usual === undefined ? '' : ` (${usual} by default)`}`,
        ...definitions.flatMap((one) => [
          `  ${kind} ${one.name}: ${one.summary}`,
          ...one.options.map((option) => `  ${optionLine(kind)(option)}`),
        ]),
        '',
      ]);
    output.result(text.join('\n').trimEnd(), kinds);
  },
};
