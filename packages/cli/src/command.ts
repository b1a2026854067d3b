import type { Flags, FlagSpecs } from './flags.ts';
import type { Output } from './output.ts';

/** What a command is given. */
export interface CommandContext {
  readonly flags: Flags;
  /** Words that are no flags. */
  readonly words: readonly string[];
  readonly output: Output;
  /** The folder the user stands in. */
  readonly root: string;
}

export interface Command {
  readonly name: string;
  readonly summary: string;
  /** The line after `attgan NAME`, e.g. `IMAGE|DIR... --model DIR`. */
  readonly usage: string;
  readonly flags: FlagSpecs;
  /** Takes flags with dots, `--data.root DIR`, for the parts of an experiment. */
  readonly dotted?: boolean;
  /** Prints results itself; throws AttganErrors. */
  run(context: CommandContext): Promise<void>;
}
