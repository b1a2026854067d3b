import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { findChromium } from './chromium.ts';

const ROOT = join(import.meta.dirname, '..');
const USES_SITE = /from '\.\/page\/open-site\.ts'/;

/** Builds the page from the sources as they are, once for all the tests that open it. */
export default async function buildSite(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const { testFiles } = await project.globTestFiles(project.vitest.filenamePattern);
  const sources = await Promise.all(testFiles.map((file) => readFile(file, 'utf8')));
  if (findChromium() === undefined || !sources.some((source) => USES_SITE.test(source))) {
    project.provide('site', '');
    return undefined;
  }
  const folder = await mkdtemp(join(tmpdir(), 'attgan-site-'));
  const site = join(folder, 'site');
  // In a process of its own, since what tests run in is no production.
  const env = { ...process.env, NODE_ENV: 'production' };
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  await promisify(execFile)(
    process.execPath,
    [vite, 'build', 'packages/web', '--outDir', site, '--logLevel', 'error'],
    {
      cwd: ROOT,
      env,
    },
  );
  project.provide('site', site);
  return () => rm(folder, { recursive: true, force: true });
}
