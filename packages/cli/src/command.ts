import type { Registries } from '@attgan/experiment';
import type { TakenParts } from './arguments/experiment-flags.ts';
import type { Flags, FlagSpecs } from './arguments/flags.ts';
import type { NamedPlugins } from './arguments/trusted-plugins.ts';
import type { Output } from './output.ts';

/** What a command is given. */
export interface CommandContext {
  readonly flags: Flags;
  /** Words that are no flags. */
  readonly words: readonly string[];
  readonly output: Output;
  /** The user's working folder. */
  readonly root: string;
  /** What the built-in plugins and those of `--plugin` provide. */
  readonly registries: Registries;
}

export interface Command {
  readonly name: string;
  readonly summary: string;
  /** The line after `attgan NAME`, e.g. `IMAGE|DIR... --model DIR`. */
  readonly usage: string;
  readonly flags: FlagSpecs;
  /** Parts of an experiment that it takes, by name and option: `--backend NAME`, `--backend.threads 2`. None when absent. */
  readonly parts?: TakenParts;
  /** Further words before the dot of flags with dots. */
  readonly prefixes?: readonly string[];
  /** Which built-in plugins it makes use of; all when absent. */
  readonly needs?: 'editing' | 'importing';
  /** Plugins that files among the arguments name, such as a run that is resumed. Only trusted ones are loaded. */
  plugins?(argv: readonly string[], root: string): Promise<readonly NamedPlugins[]>;
  /** Prints results itself; throws AttganErrors. */
  run(context: CommandContext): Promise<void>;
}
