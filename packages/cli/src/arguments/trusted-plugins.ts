import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { UsageError } from '@attgan/core';
import type { Loose } from '@attgan/experiment';
import { readConfig } from './read-config.ts';

/** Plugins that a file names: a run, a study, a configuration. */
export interface NamedPlugins {
  readonly file: string;
  readonly plugins: readonly string[];
}

const OWN = ['json', 'ts', 'mts', 'js', 'mjs', 'cjs'].map((ending) => `attgan.config.${ending}`);

/** The project's own configuration in the folder that commands run in; undefined where there is none. */
function ownConfig(root: string): string | undefined {
  return OWN.find((name) => existsSync(join(root, name)));
}

/** Whether `file` is the project's own configuration, whose author is the user. */
export function isOwnConfig(file: string, root: string): boolean {
  const own = ownConfig(root);
  return own !== undefined && resolve(root, file) === resolve(root, own);
}

/**
 * The plugins to load. They are code, so files that may be a stranger's only ask for them: `--plugin` or the project's own
 * `attgan.config` has to name each.
 * @param given by `--plugin`
 * @throws UsageError that names the file and every plugin that nobody else names; nothing is loaded then
 */
export async function trustedPlugins(
  given: readonly string[],
  named: readonly NamedPlugins[],
  root: string,
): Promise<readonly string[]> {
  const asked = [...new Set(named.flatMap(({ plugins }) => plugins))].filter((name) => !given.includes(name));
  if (asked.length === 0) return given;
  const own = ownConfig(root);
  const trusted = own === undefined ? [] : pluginsOf(await readConfig(own, root));
  for (const { file, plugins } of named) {
    const strange = plugins.filter((name) => !given.includes(name) && !trusted.includes(name));
    if (strange.length === 0) continue;
    const shown = relative(root, resolve(root, file)) || file;
    throw new UsageError(
      `${shown} names plugins, which are code, and they were not loaded: ${strange.join(', ')}. ` +
        `If you trust them, add ${strange.map((name) => `--plugin ${name}`).join(' ')}, or list them as "plugins" in attgan.config.json.`,
    );
  }
  return [...given, ...asked];
}

/** Those that a layer of configuration names. The experiment's schema reports what is no text. */
export function pluginsOf(layer: Loose | undefined): readonly string[] {
  const plugins = layer?.['plugins'];
  return Array.isArray(plugins) ? plugins.filter((name) => typeof name === 'string') : [];
}
