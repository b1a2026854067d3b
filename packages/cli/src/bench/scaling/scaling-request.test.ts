import { UsageError } from '@attgan/core';
import { expect, test } from 'vitest';
import { parseFlags, type Flags } from '../../arguments/flags.ts';
import { command } from '../../commands/bench.ts';
import { refuseScalingFlags, scalingRequest } from './scaling-request.ts';

const flagsOf = (line: string): Flags => parseFlags(line.split(' '), command.flags).flags;

test('values are taken in rising order, each once; pictures can be left out', () => {
  const request = scalingRequest(
    flagsOf('--scaling --batches 16,4,4 --widths 1,0.5 --processes 2 --pictures none --out here'),
  );
  expect(request).toEqual({ batches: [4, 16], widths: [0.5, 1], processes: [2], pictures: [], out: 'here' });
});

test('unless given, processes go to the number of cores', () => {
  const { processes, out } = scalingRequest(flagsOf('--scaling'));
  expect(processes[0]).toBe(1);
  expect(processes).toEqual(processes.toSorted((a, b) => a - b));
  expect(out).toBe('scaling');
});

test.each([
  ['--batches "1,1.5" must be integers ≥ 1 with commas between them.', '--scaling --batches 1,1.5'],
  ['--widths "" must be a number > 0.', '--scaling --widths 1,'],
  ['--layers does not go with --scaling.', '--scaling --layers'],
  ['--only does not go with --scaling.', '--scaling --only edit'],
])('%s', (message, line) => {
  expect(() => scalingRequest(flagsOf(line))).toThrow(UsageError);
  expect(() => scalingRequest(flagsOf(line))).toThrow(message);
});

test.each(['batches 1', 'force', 'out here'])('--%s without --scaling is refused', (flag) => {
  expect(() => refuseScalingFlags(flagsOf(`--${flag}`))).toThrow(/goes with --scaling\. Add it/);
});
