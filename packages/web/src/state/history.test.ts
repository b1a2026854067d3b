import fc from 'fast-check';
import { expect, test } from 'vitest';
import { begin, record, redo, undo } from './history.ts';

test('as many undos as steps lead back to the beginning, and as many redos to the end', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(5), { maxLength: 30 }), (steps) => {
      let history = begin(0);
      for (const step of steps) history = record(history, step);
      const { present: end, past } = history;
      for (const _ of past) history = undo(history);
      expect(history.present).toBe(0);
      expect(undo(history)).toEqual(history);
      for (const _ of past) history = redo(history);
      expect(history.present).toBe(end);
      expect(redo(history)).toEqual(history);
    }),
  );
});

test('a step that changes nothing is none, and a new one forgets what was undone', () => {
  expect(record(begin([1]), [1]).past).toEqual([]);
  const undone = undo(record(begin('a'), 'b'));
  expect(record(undone, 'c')).toEqual({ past: ['a'], present: 'c', future: [] });
});
