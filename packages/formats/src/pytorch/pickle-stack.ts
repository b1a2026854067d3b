import { AttganError } from '@attgan/core';
import type { PickledStorage, PickledValue } from './pickle-values.ts';

/** Where a list of values begins on the stack. */
const MARK = Symbol('mark');

/** The values that a pickle is working on, and those it remembers. */
export class PickleStack {
  readonly #file: string;
  readonly #values: (PickledValue | typeof MARK)[] = [];
  readonly #memo = new Map<number, PickledValue>();

  /** Storages that were named, by their keys. */
  readonly storages = new Map<string, PickledStorage>();

  constructor(file: string) {
    this.#file = file;
  }

  push(value: PickledValue): void {
    this.#values.push(value);
  }

  pushStorage(storage: PickledStorage): void {
    const { key, dtype, count } = this.storages.get(storage.key) ?? storage;
    if (key !== storage.key || dtype !== storage.dtype || count !== storage.count) throw this.#damaged();
    this.storages.set(key, storage);
    this.push(storage);
  }

  mark(): void {
    this.#values.push(MARK);
  }

  pop(): PickledValue {
    const value = this.#values.pop();
    if (value === undefined || value === MARK) throw this.#damaged();
    return value;
  }

  /** Drops the last value, or the last mark. */
  drop(): void {
    if (this.#values.pop() === undefined) throw this.#damaged();
  }

  /** The values since the last mark, which goes with them. */
  popList(): PickledValue[] {
    const start = this.#values.lastIndexOf(MARK);
    if (start < 0) throw this.#damaged();
    const [, ...list] = this.#values.splice(start) as [typeof MARK, ...PickledValue[]];
    return list;
  }

  popMany(count: number): PickledValue[] {
    const list = Array.from({ length: count }, () => this.pop());
    return list.reverse();
  }

  /** The last value, which stays. */
  top(): PickledValue {
    const value = this.#values.at(-1);
    if (value === undefined || value === MARK) throw this.#damaged();
    return value;
  }

  remember(index = this.#memo.size): void {
    this.#memo.set(index, this.top());
  }

  recall(index: number): void {
    const value = this.#memo.get(index);
    if (value === undefined) throw this.#damaged();
    this.push(value);
  }

  /** Adds to the list below. */
  append(values: readonly PickledValue[]): void {
    const list = this.top();
    if (!Array.isArray(list)) throw this.#damaged();
    for (const value of values) list.push(value);
  }

  /** Adds keys and values, one after the other, to the dictionary below. */
  set(entries: readonly PickledValue[]): void {
    const map = this.top();
    if (!(map instanceof Map) || entries.length % 2 !== 0) throw this.#damaged();
    for (let index = 0; index < entries.length; index += 2) {
      map.set(entries[index] as PickledValue, entries[index + 1] as PickledValue);
    }
  }

  #damaged(): AttganError {
    return new AttganError(`${this.#file} is damaged: its pickle takes values that it does not have.`);
  }
}
