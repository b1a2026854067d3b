import { describeOptions, type Registries } from '@attgan/experiment';
import { trainOptions } from '@attgan/training';
import { SHORT, takenKinds } from './arguments/experiment-flags.ts';
import type { FlagSpecs } from './arguments/flags.ts';
import type { Command } from './command.ts';
import { commandNames, loadCommand } from './commands/index.ts';
import { optionLine } from './option-line.ts';

/** What `attgan --help` prints. */
export async function overview(): Promise<string> {
  const commands = await Promise.all(commandNames.map(async (name) => (await loadCommand(name)) as Command));
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(16)} ${summary}`);
  return `attgan: facial attribute editing that changes only what you asked for\n\n${lines.join('\n')}\n\nRun attgan COMMAND --help for the options of a command.\n`;
}

/** What `attgan COMMAND --help` prints: its flags, and the options of the parts that are taken unless others are named. */
export function helpOf(
  { name, summary, usage, parts = [] }: Command,
  flags: FlagSpecs,
  registries: Registries,
): string {
  const lines = Object.entries(flags).map(
    ([flag, { type, short, summary: text }]) =>
      `  ${`${short === undefined ? '' : `-${short}, `}--${flag}${type === 'text' ? ' …' : ''}`.padEnd(20)} ${text}`,
  );
  const options = takenKinds(parts, registries.kinds).flatMap((kind) => {
    const usual =
      kind.part === 'one' && registries.of(kind.kind).names.includes(kind.default) ? kind.default : undefined;
    if (usual === undefined) return [];
    const described = describeOptions(registries.of(kind.kind).get(usual).options);
    return described.length === 0 ? [] : [`${kind.kind} ${usual}:`, ...described.map(optionLine(kind.kind))];
  });
  // Those with a short flag are among the flags.
  const long = describeOptions(trainOptions).filter(({ name: option }) => !SHORT.some((short) => short === option));
  const training = parts === 'all' ? ['train:', ...long.map(optionLine('train'))] : [];
  const more =
    options.length + training.length === 0
      ? []
      : ['', 'Options of the default parts (attgan plugins lists those of all parts):', ...options, ...training];
  return [`attgan ${name} ${usage}`, summary, '', ...lines, ...more, ''].join('\n');
}
