import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { parseFlags } from '../arguments/flags.ts';
import { launchProcesses } from '../launch/launch-processes.ts';
import { freePorts } from '../launch/free-ports.ts';
import { command } from './launch.ts';

const launch = (...argv: string[]) => {
  const { flags, words } = parseFlags(argv, command.flags);
  return command.run({ flags, words } as Parameters<typeof command.run>[0]);
};

test('what cannot be launched is refused in one line', async () => {
  await expect(launch('-n', '2')).rejects.toThrow('write the whole command after --');
  await expect(launch('-n', '2', '--', 'edit')).rejects.toThrow('launch starts trainings');
  await expect(launch('-n', '0', '--', 'train')).rejects.toThrow('--processes "0" must be an integer from 1 to 1024.');
  await expect(launch('--', 'train', '--task=1')).rejects.toThrow('leave it out');
});

test('free ports are all different', async () => {
  expect(new Set(await freePorts(20)).size).toBe(20);
});

const script = (text: string): readonly string[] => ['-e', text];
const FOR_EVER = 'setInterval(() => {}, 1000)';

test('when one process fails the others are ended, and its errors are kept', async () => {
  const failing = 'console.error("noise"); console.error("error: no such thing"); process.exit(2)';
  const endings = await launchProcesses(process.execPath, [script(FOR_EVER), script(failing), script(FOR_EVER)]);
  expect(endings[0]).toEqual({ index: 1, code: 2, signal: null, complaints: ['error: no such thing'] });
  expect(endings.slice(1).map(({ signal }) => signal)).toEqual(['SIGTERM', 'SIGTERM']);
});

test('signals are passed on to all processes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'attgan-launch-'));
  const ready = [0, 1].map((index) => join(folder, String(index)));
  const stopping = `process.on('SIGTERM', () => process.exit(130)); require('fs').writeFileSync(process.argv[1], ''); ${FOR_EVER}`;
  const ended = launchProcesses(
    process.execPath,
    ready.map((path) => [...script(stopping), path]),
  );
  while (!ready.every((path) => existsSync(path))) await setTimeout(20);
  process.emit('SIGTERM', 'SIGTERM');
  expect((await ended).map(({ code }) => code)).toEqual([130, 130]);
  rmSync(folder, { recursive: true });
});
