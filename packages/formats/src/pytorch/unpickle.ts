import { AttganError } from '@attgan/core';
import { called, nameOf, storageOf } from './pickle-calls.ts';
import type { PickleReader } from './pickle-reader.ts';
import { PickleStack } from './pickle-stack.ts';
import type { PickledStorage, PickledValue } from './pickle-values.ts';

type Operation = (stack: PickleStack, reader: PickleReader) => void;

/** Far more than weights need, so that small files cannot fill the memory with empty values. */
const MOST_OPERATIONS = 200_000;

const STOP = 0x2e;

/** What pickles of protocols 2 to 4 need for weights (Python's pickletools names them). Anything else is refused. */
const OPERATIONS: ReadonlyMap<number, Operation> = new Map<number, Operation>([
  [0x80, (_, reader) => reader.skip(1)], // PROTO
  [0x95, (_, reader) => reader.skip(8)], // FRAME
  [0x28, (stack) => stack.mark()], // MARK
  [0x30, (stack) => stack.drop()], // POP
  [0x31, (stack) => void stack.popList()], // POP_MARK
  [0x4e, (stack) => stack.push(null)], // NONE
  [0x88, (stack) => stack.push(true)], // NEWTRUE
  [0x89, (stack) => stack.push(false)], // NEWFALSE
  [0x4a, (stack, reader) => stack.push(reader.int32())], // BININT
  [0x4b, (stack, reader) => stack.push(reader.byte())], // BININT1
  [0x4d, (stack, reader) => stack.push(reader.uint16())], // BININT2
  [0x8a, (stack, reader) => stack.push(reader.integer(reader.byte()))], // LONG1
  [0x47, (stack, reader) => stack.push(reader.double())], // BINFLOAT
  [0x58, (stack, reader) => stack.push(reader.text(reader.uint32()))], // BINUNICODE
  [0x8c, (stack, reader) => stack.push(reader.text(reader.byte()))], // SHORT_BINUNICODE
  [0x54, (stack, reader) => stack.push(reader.text(reader.uint32()))], // BINSTRING, of Python 2
  [0x55, (stack, reader) => stack.push(reader.text(reader.byte()))], // SHORT_BINSTRING
  [0x7d, (stack) => stack.push(new Map())], // EMPTY_DICT
  [0x5d, (stack) => stack.push([])], // EMPTY_LIST
  [0x29, (stack) => stack.push([])], // EMPTY_TUPLE
  [0x6c, (stack) => stack.push(stack.popList())], // LIST
  [0x74, (stack) => stack.push(stack.popList())], // TUPLE
  [0x85, (stack) => stack.push(stack.popMany(1))], // TUPLE1
  [0x86, (stack) => stack.push(stack.popMany(2))], // TUPLE2
  [0x87, (stack) => stack.push(stack.popMany(3))], // TUPLE3
  [0x61, (stack) => stack.append(stack.popMany(1))], // APPEND
  [0x65, (stack) => stack.append(stack.popList())], // APPENDS
  [0x73, (stack) => stack.set(stack.popMany(2))], // SETITEM
  [0x75, (stack) => stack.set(stack.popList())], // SETITEMS
  [0x68, (stack, reader) => stack.recall(reader.byte())], // BINGET
  [0x6a, (stack, reader) => stack.recall(reader.uint32())], // LONG_BINGET
  [0x71, (stack, reader) => stack.remember(reader.byte())], // BINPUT
  [0x72, (stack, reader) => stack.remember(reader.uint32())], // LONG_BINPUT
  [0x94, (stack) => stack.remember()], // MEMOIZE
  [0x63, (stack, reader) => stack.push(nameOf(reader.line(), reader.line(), reader.source))], // GLOBAL
  [
    0x93, // STACK_GLOBAL
    (stack, reader) => {
      const [module, name] = stack.popMany(2);
      stack.push(nameOf(module, name, reader.source));
    },
  ],
  [
    0x52, // REDUCE
    (stack, reader) => {
      const [callee, args] = stack.popMany(2);
      stack.push(called(callee, args, reader.source));
    },
  ],
  [0x51, (stack, reader) => stack.pushStorage(storageOf(stack.pop(), reader.source))], // BINPERSID
  [0x62, (stack) => void stack.pop()], // BUILD: attributes beside a dictionary's entries, which no weight is among
]);

export interface Unpickled {
  readonly value: PickledValue;
  /** The storages that it names, by their keys. */
  readonly storages: ReadonlyMap<string, PickledStorage>;
}

/**
 * The value of one pickle. Nothing of it is run: functions are known by name, and those that weights do not need are refused.
 * Time and memory are bounded by the length of the pickle.
 * @throws AttganError in one line for what is damaged, or does what weights do not need
 */
export function unpickle(reader: PickleReader): Unpickled {
  const stack = new PickleStack(reader.source);
  for (let done = 0; done < MOST_OPERATIONS; done++) {
    const code = reader.byte();
    if (code === STOP) return { value: stack.pop(), storages: stack.storages };
    const operation = OPERATIONS.get(code);
    if (operation === undefined) {
      throw new AttganError(
        `${reader.source} is damaged, or does what weights do not need: its pickle has the opcode ${code} at ${reader.position - 1}.`,
      );
    }
    operation(stack, reader);
  }
  throw new AttganError(`${reader.source} has a pickle of more than ${MOST_OPERATIONS} steps, more than weights need.`);
}
