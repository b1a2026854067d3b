import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { imageValue, scalarValue, sessionStartEvent, textValue, valueEvent, versionEvent } from './event-messages.ts';
import { fileError, hasCode } from './file-error.ts';
import { tfrecord } from './tfrecord.ts';

/** Writes one TensorBoard event file. What is added waits in memory until `flush`. */
export interface EventWriter {
  readonly path: string;
  scalar(tag: string, value: number, step: number): void;
  /** `png` is a whole PNG file of that size in pixels. */
  image(tag: string, png: Uint8Array, width: number, height: number, step: number): void;
  /** `text` is shown as Markdown. */
  text(tag: string, text: string, step: number): void;
  /** Appends everything added so far to the file. @throws AttganError when writing fails. */
  flush(): Promise<void>;
  /** Flushes, forces the file to disk and ends it. */
  close(): Promise<void>;
}

export interface EventOptions {
  /** A run that is resumed: TensorBoard forgets what earlier files of the folder say of this step and later ones. */
  readonly startStep?: number;
  /** Seconds since 1970; the system's clock when absent. */
  readonly now?: () => number;
}

/**
 * Opens a new event file in `folder`, which is made when missing. It never appends to an older file, so a record that
 * a killed process left half-written harms nothing.
 */
export async function openEvents(folder: string, options: EventOptions = {}): Promise<EventWriter> {
  const { startStep, now = () => Date.now() / 1000 } = options;
  let pending: Uint8Array[] = [];
  const add = (event: Uint8Array): void => void pending.push(tfrecord(event));
  const { path, file } = await create(folder, Math.floor(now()));
  add(versionEvent(now()));
  if (startStep !== undefined) add(sessionStartEvent(now(), startStep));

  // One write at a time, in order, however often callers flush.
  let writing: Promise<void> = Promise.resolve();
  const flush = (): Promise<void> => {
    const records = Buffer.concat(pending);
    pending = [];
    writing = writing.then(async () => {
      try {
        await file.appendFile(records);
      } catch (error) {
        throw fileError('write', path, error);
      }
    });
    return writing;
  };
  await flush();
  return {
    path,
    scalar: (tag, value, step) => add(valueEvent(now(), step, scalarValue(tag, value))),
    image: (tag, png, width, height, step) => add(valueEvent(now(), step, imageValue(tag, png, width, height))),
    text: (tag, text, step) => add(valueEvent(now(), step, textValue(tag, text))),
    flush,
    async close() {
      try {
        await flush();
        await file.sync();
      } finally {
        await file.close();
      }
    },
  };
}

/** TensorBoard reads a folder's files in the order of their names: seconds first, a counter within one second last. */
async function create(folder: string, seconds: number): Promise<{ path: string; file: FileHandle }> {
  const base = join(folder, `events.out.tfevents.${seconds}.${hostname()}.${process.pid}`);
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw fileError('make the folder', folder, error);
  }
  for (let count = 0; ; count++) {
    const path = count === 0 ? base : `${base}.${count}`;
    try {
      return { path, file: await open(path, 'ax') };
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw fileError('write', path, error);
    }
  }
}
