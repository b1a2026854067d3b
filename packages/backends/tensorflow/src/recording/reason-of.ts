import { messageOf } from '@attgan/core';

/** Where the binding hands on what TensorFlow says: a number, then the message, which whole functions may follow. */
const MESSAGE = /^Invalid TF_Status: \d+\s+Message: /;

/** An operation in XLA's list of those that it cannot compile. */
const UNKNOWN = /(\w+) \(No registered '\w+' OpKernel for XLA_\w+ devices/g;

/** Why a computation was refused, as part of a sentence. */
export function reasonOf(error: unknown): string {
  const message = messageOf(error).replace(MESSAGE, '');
  const unknown = new Set([...message.matchAll(UNKNOWN)].map(([, name]) => name));
  if (unknown.size > 0) return `XLA has no ${[...unknown].join(', ')}`;
  return (message.split('\n', 1)[0] as string).slice(0, 200).replace(/\.$/, '');
}
