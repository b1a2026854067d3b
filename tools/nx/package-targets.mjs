import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What every package's tests stand on besides its sources: the configuration of the root, and what it loads. */
const ROOT_TESTS = [
  '{workspaceRoot}/vitest.config.ts',
  '{workspaceRoot}/tools/*.ts',
  '{workspaceRoot}/package-lock.json',
];

/** Rules, and the packages that imports may cross to. */
const ROOT_LINT = [
  '{workspaceRoot}/.oxlintrc.json',
  '{workspaceRoot}/.oxfmtrc.json',
  '{workspaceRoot}/tsconfig.base.json',
  '{workspaceRoot}/tsconfig.test.json',
];

/**
 * Nx plugin: gives every package with a sort (`nx.tags`) the targets `test`, `lint` and `typecheck`, run from the root with its
 * configuration, on that package alone. `build` comes from @nx/js. A script of that name in package.json takes their place.
 */
export const createNodesV2 = [
  '**/package.json',
  (paths, _options, { workspaceRoot }) =>
    paths.flatMap((path) => {
      const folder = dirname(path);
      const { nx } = JSON.parse(readFileSync(join(workspaceRoot, path), 'utf8'));
      if (folder === '.' || nx?.tags === undefined) return [];
      return [[path, { projects: { [folder]: { root: folder, targets: targetsOf(folder, workspaceRoot) } } }]];
    }),
];

function targetsOf(folder, workspaceRoot) {
  const hasSources = existsSync(join(workspaceRoot, folder, 'src'));
  const run = (...commands) => ({
    executor: 'nx:run-commands',
    options: { commands, parallel: false, cwd: '{workspaceRoot}' },
    cache: true,
  });
  return {
    // The slash keeps packages/data from taking the tests of packages/data-celeba. vitest uses all cores by itself.
    ...(hasSources && {
      test: {
        ...run(`vitest run ${folder}/ --passWithNoTests`),
        // The tests of commands run what is built.
        dependsOn: ['build'],
        inputs: ['sources', '^sources', ...ROOT_TESTS, { externalDependencies: ['vitest'] }],
        parallelism: false,
      },
      typecheck: {
        ...run(`node tools/nx/typecheck-tests.mjs ${folder}`),
        dependsOn: ['build'],
        inputs: ['sources', '^sources', '{workspaceRoot}/tsconfig.base.json', '{workspaceRoot}/tsconfig.test.json'],
      },
    }),
    lint: {
      ...run(`oxlint --type-aware ${folder}`, `oxfmt --check ${folder}`),
      dependsOn: ['^build'],
      inputs: ['default', '^sources', ...ROOT_LINT, { externalDependencies: ['oxlint', 'oxfmt'] }],
    },
  };
}
