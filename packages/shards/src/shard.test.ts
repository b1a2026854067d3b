import { UsageError } from '@attgan/core';
import { expect, test } from 'vitest';
import { parseShard, shardName } from './shard.ts';

test('a shard is a number from 0 and a count, or takes its number from Kubernetes or Slurm', () => {
  expect(parseShard('3/8', {})).toEqual({ index: 3, count: 8 });
  expect(parseShard('auto/8', { JOB_COMPLETION_INDEX: '0' })).toEqual({ index: 0, count: 8 });
  expect(parseShard('auto/8', { SLURM_ARRAY_TASK_ID: '7', JOB_COMPLETION_INDEX: '' })).toEqual({ index: 7, count: 8 });
  expect(shardName({ index: 3, count: 8 })).toBe('00003-of-00008');
});

test.each([
  ['8/8', {}, 'but 8 shards are numbered from 0 to 7.'],
  ['auto/8', { SLURM_ARRAY_TASK_ID: '8' }, 'the task has the number 8, but 8 shards are numbered from 0 to 7.'],
  ['auto/8', {}, 'neither JOB_COMPLETION_INDEX nor SLURM_ARRAY_TASK_ID is set.'],
  ['auto/8', { JOB_COMPLETION_INDEX: 'x' }, 'JOB_COMPLETION_INDEX is "x", which must be an integer ≥ 0.'],
  ['1/0', {}, 'write I/N, such as 0/8'],
  ['1', {}, 'write I/N, such as 0/8'],
  ['-1/8', {}, 'write I/N, such as 0/8'],
])('%s with %o is refused', (text, environment, message) => {
  expect(() => parseShard(text, environment)).toThrow(UsageError);
  expect(() => parseShard(text, environment)).toThrow(message);
});
