import { relative, sep } from 'node:path';
import { readJson, type Tree } from '@nx/devkit';
import type { Target } from './check-request.ts';
import { publishedFields } from './publishable.ts';
import type { Sort } from './sorts.ts';

type Json = Readonly<Record<string, unknown>>;
type Versions = Readonly<Record<string, string>>;

/** The versions that the workspace itself uses: what is generated was tried with these. */
export interface Pins {
  readonly ours: string;
  readonly zod: string;
  readonly tfjs: string;
  readonly tools: Versions;
  readonly node: string;
  /** package.json of the workspace. */
  readonly root: Json;
}

export function readPins(tree: Tree): Pins {
  const core = readJson(tree, 'packages/core/package.json') as { version: string; dependencies: Versions };
  const nets = readJson(tree, 'packages/nets/package.json') as { peerDependencies: Versions };
  const root = readJson(tree, 'package.json') as Json & { devDependencies: Versions; engines: { node: string } };
  const pick = (names: readonly string[]): Versions =>
    Object.fromEntries(names.map((name) => [name, root.devDependencies[name] as string]));
  return {
    ours: core.version,
    zod: core.dependencies['zod'] as string,
    tfjs: nets.peerDependencies['@tensorflow/tfjs-core'] as string,
    tools: pick(['@types/node', 'typescript', 'vitest']),
    node: root.engines.node,
    root,
  };
}

/** package.json: as our own packages have it inside the workspace, complete in itself outside. */
export function manifestOf(sort: Sort, { folder, inside, packageName }: Target, name: string, pins: Pins): Json {
  const ours = (names: readonly string[]): Versions => Object.fromEntries(names.map((each) => [each, pins.ours]));
  const others = { ...Object.fromEntries(sort.others.map((each) => [each, pins.tfjs])), zod: pins.zod };
  const peers = sort.withoutTensors === true ? {} : { '@tensorflow/tfjs-core': pins.tfjs };
  const keywords = ['attgan-plugin'];
  const entry = { types: './dist/index.d.ts', default: './dist/index.js' };
  return {
    name: packageName,
    version: inside ? pins.ours : '0.1.0',
    description: `The ${sort.kind} "${name}" for attgan.`,
    keywords,
    license: 'MIT',
    ...(inside && publishedFields({ keywords }, pins.root, folder)),
    files: inside ? ['dist', 'src', '!**/*.test.ts', '!**/*.tsbuildinfo'] : ['dist'],
    type: 'module',
    sideEffects: false,
    exports: {
      '.': inside ? { '@attgan/source': './src/index.ts', ...entry } : entry,
      './package.json': './package.json',
    },
    ...(inside
      ? {
          dependencies: sorted({ ...ours(sort.imports), ...others }),
          devDependencies: sorted(ours(sort.testImports)),
          ...(sort.withoutTensors !== true && { peerDependencies: peers }),
        }
      : {
          scripts: { build: 'tsc', test: 'tsc && vitest run', prepack: 'tsc' },
          dependencies: sorted(others),
          devDependencies: sorted({ ...ours(sort.testImports), ...pins.tools }),
          peerDependencies: sorted({ ...ours(sort.imports), ...peers }),
        }),
    engines: { node: pins.node },
    ...(inside && { nx: { tags: ['plugin'] } }),
  };
}

/** tsconfig.json: with references to what it builds on inside the workspace, complete in itself outside. */
export function compilerOptionsOf(sort: Sort, { folder, inside }: Target): Json {
  const sources = { include: ['src/**/*.ts'], exclude: ['src/**/*.test.ts', 'dist'] };
  if (!inside) {
    const compilerOptions = {
      target: 'es2023',
      module: 'nodenext',
      types: ['node'],
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      verbatimModuleSyntax: true,
      rewriteRelativeImportExtensions: true,
      declaration: true,
      skipLibCheck: true,
      rootDir: 'src',
      outDir: 'dist',
    };
    return { compilerOptions, ...sources };
  }
  const up = '../'.repeat(folder.split('/').length);
  return {
    extends: `${up}tsconfig.base.json`,
    compilerOptions: { rootDir: 'src', outDir: 'dist', tsBuildInfoFile: 'dist/tsconfig.tsbuildinfo' },
    ...sources,
    references: [...sort.imports, ...sort.testImports].map((name) => ({
      path: relative(folder, `packages/${name.replace('@attgan/', '')}`)
        .split(sep)
        .join('/'),
    })),
  };
}

function sorted(versions: Versions): Versions {
  return Object.fromEntries(Object.entries(versions).sort(([a], [b]) => (a < b ? -1 : 1)));
}
