import { UsageError } from '@attgan/core';
import { describeOptions } from '@attgan/experiment';
import type { Command } from '../command.ts';
import { optionLine } from '../option-line.ts';

export const command: Command = {
  name: 'plugins',
  summary: 'lists every kind of definition, and the definitions with their options and defaults; or checks one',
  usage: '[check NAME [--kind KIND] [--KIND.OPTION VALUE]] [--plugin NAME_OR_PATH]',
  flags: {
    kind: { type: 'text', summary: 'with check: the kind, where definitions of several kinds have the name' },
    size: { type: 'text', summary: 'with check: height and width of images, pixels (64 for data, 32 for others)' },
  },
  parts: 'kinds',
  async run(context) {
    const { flags, words, output, registries } = context;
    const [action, name, more] = words;
    if (action === 'check' && name !== undefined && more === undefined) {
      await (await import('./check-definition.ts')).checkNamed(name, context);
      return;
    }
    if (action !== undefined) throw new UsageError('Write: attgan plugins, or attgan plugins check NAME.');
    const stray =
      flags.dotted.map(([path]) => path)[0] ??
      ['kind', 'size', ...registries.kinds.map(({ kind }) => kind)].find((flag) => flags.has(flag));
    if (stray !== undefined) throw new UsageError(`Only plugins check takes --${stray}.`);
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
