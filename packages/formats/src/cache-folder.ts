import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where what can be made again is kept: `$ATTGAN_CACHE`, `$XDG_CACHE_HOME` or `~/.cache`, then `attgan`, then `names`. */
export function cacheFolder(...names: readonly string[]): string {
  const { ATTGAN_CACHE, XDG_CACHE_HOME } = process.env;
  return join(ATTGAN_CACHE || XDG_CACHE_HOME || join(homedir(), '.cache'), 'attgan', ...names);
}
