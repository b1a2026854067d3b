import { AttganError, messageOf, parseOptions, UsageError, type Backend } from '@attgan/core';
import * as tf from '@tensorflow/tfjs-core';
import type { ConformanceCase, Deviation } from '../case.ts';
import { fact } from '../fact.ts';
import type { Session } from '../session.ts';

const group = 'opening and closing';
const UNKNOWN = 'optionThatNobodyHas';

/** What `open` and `close` owe. These cases close the backend and leave it open again. */
export function openingCases(): ConformanceCase[] {
  const runs: readonly (readonly [name: string, run: ConformanceCase['run']])[] = [
    ['says in a line what computes', saysWhatComputes],
    ['refuses an option that it does not know', refusesUnknownOptions],
    ['opened twice, it computes or says why not', openedTwice],
    ['closed, it gives no wrong numbers', noWrongNumbers],
    ['opened again, it computes as before', computesAsBefore],
    ['closed, it gives its memory back', givesMemoryBack],
  ];
  return runs.map(([name, run]) => ({
    group,
    name,
    needs: WITHOUT_TENSORS.includes(run) ? 'opening' : 'inference',
    tolerance: 0,
    run,
  }));
}

/** What holds of backends that compute no tensors as well. */
const WITHOUT_TENSORS: readonly ConformanceCase['run'][] = [saysWhatComputes, refusesUnknownOptions];

function isLine(text: string): boolean {
  return text.trim() !== '' && !text.includes('\n');
}

async function saysWhatComputes({ backend, definition }: Session): Promise<Deviation> {
  if (!isLine(definition.summary)) return fact(false, 'its summary is no line of text');
  if (!isLine(backend.description)) return fact(false, 'its description is no line of text');
  if (backend.name !== definition.name) return fact(false, `it calls itself ${backend.name}`);
  return fact((await definition.whyUnavailable()) === undefined, 'it is open, and says that it cannot run');
}

async function refusesUnknownOptions({ definition, options }: Session): Promise<Deviation> {
  const wrong = { ...(options as object), [UNKNOWN]: true };
  try {
    parseOptions(definition.options, wrong, 'backend');
    return fact(false, 'its schema takes any option: use z.strictObject');
  } catch (error) {
    if (!(error instanceof UsageError)) return fact(false, messageOf(error));
    return fact(error.message.includes(UNKNOWN), `it does not name the wrong option: ${error.message}`);
  }
}

async function openedTwice(session: Session): Promise<Deviation> {
  let second: Backend | undefined;
  try {
    second = await session.definition.open(session.options);
  } catch (error) {
    if (!(error instanceof AttganError) || !isLine(error.message)) {
      return fact(false, `opened twice, it fails with no AttganError of one line: ${messageOf(error)}`);
    }
  }
  const result = fact((await probe()) === PROBED, 'it computes wrongly after it was opened twice');
  if (second !== undefined) await second.close();
  else await session.close();
  await session.open();
  return result;
}

/** What a tensor of a closed backend holds is right or not to be had. */
async function noWrongNumbers(session: Session): Promise<Deviation> {
  const tensor = tf.tensor1d([1, 2, 3]);
  await session.close();
  const read = await tensor.data().then(
    (values) => [...values].join(),
    () => undefined,
  );
  try {
    tensor.dispose();
  } catch {
    // It counts as disposed all the same.
  }
  await session.open();
  return fact(read === undefined || read === '1,2,3', `a tensor of the closed backend reads as ${read}`);
}

async function computesAsBefore(session: Session): Promise<Deviation> {
  const before = await probe();
  await session.close();
  await session.open();
  return fact(before === PROBED && (await probe()) === before, 'it computes something else');
}

const PROBED = '17';

/** 1·2 + 3·5, by the current backend. */
async function probe(): Promise<string> {
  const result = tf.tidy(() => tf.matMul(tf.tensor2d([[1, 3]]), tf.tensor2d([[2], [5]])));
  const values = await result.data();
  result.dispose();
  return [...values].join();
}

const ROUNDS = 6;
const MEGABYTES = 32;

async function givesMemoryBack(session: Session): Promise<Deviation> {
  // A page cannot ask how much memory it takes.
  if (!('process' in globalThis)) return fact(true, '');
  const grown: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const blocks = Array.from({ length: MEGABYTES / 4 }, () => tf.fill([2 ** 20], round));
    await (blocks.at(-1) as tf.Tensor).data();
    tf.dispose(blocks);
    await session.close();
    await session.open();
    grown.push(process.memoryUsage().rss / 2 ** 20);
  }
  // The first round may make room that is used again.
  const [first, last] = [grown[0] as number, grown.at(-1) as number];
  const kept = Math.round(last - first);
  const taken = (ROUNDS - 1) * MEGABYTES;
  return fact(kept < 0.75 * taken, `of ${taken} MiB taken and given back in turn, it kept ${kept}`);
}
