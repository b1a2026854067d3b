// Checks the types of one package's tests: node tools/nx/typecheck-tests.mjs packages/losses
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
const tests = readdirSync(join(folder, 'src'), { recursive: true }).filter((file) => file.endsWith('.test.ts'));
if (tests.length === 0) process.exit(0);

// tsc takes either a configuration or files, so the choice of files is a configuration of its own.
const name = folder.replaceAll('/', '-');
mkdirSync('.vitest', { recursive: true });
const config = join('.vitest', `typecheck-${name}.json`);
const content = {
  extends: '../tsconfig.test.json',
  compilerOptions: { tsBuildInfoFile: `typecheck-${name}.tsbuildinfo` },
  include: [`../${folder}/src/**/*.test.ts`, `../${folder}/src/**/*.d.ts`],
  references: [],
};
writeFileSync(config, JSON.stringify(content));
const { status } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', config], { stdio: 'inherit' });
process.exit(status ?? 1);
