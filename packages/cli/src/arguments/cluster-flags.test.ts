import { expect, test } from 'vitest';
import { CLUSTER_FLAGS, clusterPlace } from './cluster-flags.ts';
import { parseFlags } from './flags.ts';

const place = (words: readonly string[], config?: object | string) =>
  clusterPlace(
    parseFlags(words, CLUSTER_FLAGS).flags,
    typeof config === 'object' ? JSON.stringify(config) : (config ?? ''),
  );

const cluster = { chief: ['a:1'], worker: ['b:2', 'c:3'] };

test('a place is that of the flags', () => {
  expect(place(['--cluster', 'a:1,[::1]:2', '--task', '1', '--cluster.timeout', '5'])).toEqual({
    addresses: ['a:1', '[::1]:2'],
    task: 1,
    timeout: 5,
  });
});

test('a place is that of TF_CONFIG, the chief first, where there are no flags', () => {
  const addresses = ['a:1', 'b:2', 'c:3'];
  expect(place([], { cluster, task: { type: 'worker', index: 1 } })).toEqual({ addresses, task: 2, timeout: 60 });
  expect(place([], { cluster, task: { type: 'chief', index: 0 } })).toMatchObject({ task: 0 });
  expect(place(['--cluster', 'x:1,y:2', '--task', '0'], { cluster })).toMatchObject({ addresses: ['x:1', 'y:2'] });
});

test('one process alone has no place', () => {
  for (const alone of ['', '{}', { cluster: { worker: ['a:1'] }, task: { type: 'worker', index: 0 } }]) {
    expect(place([], alone)).toBeUndefined();
  }
  expect(place(['--cluster', 'a:1', '--task', '0'])).toBeUndefined();
});

test.each([
  [['--cluster', 'a:1,b:2'], undefined, 'needs --task'],
  [['--task', '1'], undefined, 'give --cluster, too'],
  [['--cluster', 'a:1,b:2', '--task', '2'], undefined, 'no task 2'],
  [['--cluster', 'a:1,b', '--task', '0'], undefined, '"b": write host:port'],
  [['--cluster', 'a:1,b:99999', '--task', '0'], undefined, '"b:99999": write host:port'],
  [['--cluster', 'a:1,a:1', '--task', '0'], undefined, 'a:1 twice'],
  [['--cluster', 'a:1,b:2', '--task', '0', '--cluster.timeout', '0'], undefined, 'must be a number > 0'],
  [[], '{', 'not JSON'],
  [[], { cluster }, 'which task'],
  [[], { cluster: { ...cluster, ps: ['d:4'] }, task: { type: 'worker', index: 0 } }, 'parameter servers'],
  [[], { cluster, task: { type: 'evaluator', index: 0 } }, 'of type "evaluator"'],
  [[], { cluster, task: { type: 'worker', index: 2 } }, 'no task 3'],
])('%j with %j is refused in one line', (words, config, said) => {
  expect(() => place(words, config)).toThrow(said);
});
