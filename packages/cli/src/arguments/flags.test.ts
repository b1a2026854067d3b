import { UsageError } from '@attgan/core';
import { expect, test } from 'vitest';
import { parseFlags, type FlagSpecs } from './flags.ts';

const SPECS: FlagSpecs = {
  run: { type: 'text', summary: '' },
  set: { type: 'text', summary: '', repeatable: true },
  resume: { type: 'switch', summary: '' },
};
const parse = (...argv: string[]) => parseFlags(argv, SPECS, ['data', 'generator']);

test('a value follows its flag or an equals sign, and words are what is left', () => {
  const { flags, words } = parse('one', '--run', 'a', '--set=x=1', '--set', 'y=-2', '--resume', 'two');
  expect(flags.text('run')).toBe('a');
  expect(flags.all('set')).toEqual(['x=1', 'y=-2']);
  expect(flags.has('resume')).toBe(true);
  expect(flags.has('json')).toBe(false);
  expect(words).toEqual(['one', 'two']);
});

test('flags with dots are kept in order, for the parts of an experiment only', () => {
  expect(parse('--data.root', 'faces', '--generator.width=0.5').flags.dotted).toEqual([
    ['data.root', 'faces'],
    ['generator.width', '0.5'],
  ]);
  expect(() => parse('--run.x', '1')).toThrow('Unknown flag --run.x');
  expect(() => parseFlags(['--data.root', 'faces'], SPECS)).toThrow('Unknown flag --data.root');
});

test('after two dashes everything is a word', () => {
  expect(parse('1', '--', '--run', '-x').words).toEqual(['1', '--run', '-x']);
});

test.each([
  ['Unknown flag --resmue. Did you mean "resume"?', ['--resmue']],
  ['Unknown flag -r', ['-r']],
  ['--run needs a value', ['--run']],
  ['--run needs a value; if it begins with a dash, write --run=VALUE', ['--run', '--resume']],
  ['--run is given twice', ['--run', 'a', '--run', 'b']],
  ['--resume takes no value', ['--resume=yes']],
])('%s', (message, argv) => {
  expect(() => parse(...argv)).toThrow(UsageError);
  expect(() => parse(...argv)).toThrow(message);
});

test('a value that begins with dashes can be given after an equals sign', () => {
  expect(parse('--run=--resume').flags.text('run')).toBe('--resume');
});
