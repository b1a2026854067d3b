import { homedir, userInfo } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { AttganError, messageOf } from '@attgan/core';

/**
 * Where what can be made again is kept: `$ATTGAN_CACHE`, `$XDG_CACHE_HOME` or `~/.cache`, then `attgan`, then `names`.
 * @throws AttganError where neither variable is set and the user has no home folder
 */
export function cacheFolder(...names: readonly string[]): string {
  const { ATTGAN_CACHE, XDG_CACHE_HOME = '' } = process.env;
  // XDG's own rule: what is no absolute path is as good as unset.
  return join(ATTGAN_CACHE || (isAbsolute(XDG_CACHE_HOME) ? XDG_CACHE_HOME : homeCache()), 'attgan', ...names);
}

/** With an empty `$HOME`, Node's home folder would be the current one. */
function homeCache(): string {
  const home = isAbsolute(homedir()) ? homedir() : registeredHome();
  return join(home, '.cache');
}

function registeredHome(): string {
  try {
    const { homedir: home } = userInfo();
    if (isAbsolute(home)) return home;
  } catch (error) {
    throw new AttganError(
      `There is no home folder (${messageOf(error)}). Set ATTGAN_CACHE to a folder for the cache.`,
      {
        cause: error,
      },
    );
  }
  throw new AttganError('There is no home folder. Set ATTGAN_CACHE to a folder for the cache.');
}
