import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Lays out files and folders as `npm run format` does, wherever they lie. Paths are from `root`. */
export function formatFiles(root: string, paths: readonly string[]): void {
  if (paths.length === 0) return;
  const require = createRequire(join(root, 'package.json'));
  const manifest = require.resolve('oxfmt/package.json');
  const { bin } = require(manifest) as { bin: Readonly<Record<'oxfmt', string>> };
  const words = [
    join(dirname(manifest), bin.oxfmt),
    '--config',
    join(root, '.oxfmtrc.json'),
    ...paths.map((path) => join(root, path)),
  ];
  execFileSync(process.execPath, words, { cwd: root, stdio: 'pipe' });
}
