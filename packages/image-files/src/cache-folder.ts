import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where packs are kept by default: `$ATTGAN_CACHE`, `$XDG_CACHE_HOME` or `~/.cache`, then `attgan/packs`. */
export function defaultPackFolder(name: string, environment: NodeJS.ProcessEnv = process.env): string {
  const base = environment['ATTGAN_CACHE'] ?? environment['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return join(base, 'attgan', 'packs', name);
}
