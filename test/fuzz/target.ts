/** A reader of files from elsewhere, and files that it can read. */
export interface FuzzTarget {
  /** Such as `safetensors`; names its corpus, too. */
  readonly name: string;
  /** Whole files; each input is one of them, changed. */
  readonly seeds: readonly Uint8Array[];
  /** Whether they are text, in which words and numbers are changed as well as bytes. */
  readonly text?: boolean;
  /**
   * Reads one input; refuses by an AttganError.
   * @returns the bytes of values that it yielded, where it can tell
   */
  read(input: Uint8Array): number | void | Promise<number | void>;
}

/** Targets that need a folder for their files. */
export type TargetsIn = (folder: string) => Promise<readonly FuzzTarget[]>;

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
