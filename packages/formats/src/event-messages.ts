import { bytes, double, float, integer, message } from './protobuf.ts';

/**
 * The messages of a TensorBoard event file. Field numbers are those of event.proto, summary.proto and tensor.proto in
 * tensorflow/core; `time` is in seconds since 1970.
 */

/** The first event of every file. */
export function versionEvent(time: number): Uint8Array {
  return message(double(1, time), bytes(3, 'brain.Event:2'));
}

/** A session start: readers forget what earlier files say of `step` and later ones. */
export function sessionStartEvent(time: number, step: number): Uint8Array {
  const START = 1;
  return message(double(1, time), integer(2, step), bytes(7, integer(1, START)));
}

/** An event with one summary value. */
export function valueEvent(time: number, step: number, value: Uint8Array): Uint8Array {
  return message(double(1, time), integer(2, step), bytes(5, bytes(1, value)));
}

export function scalarValue(tag: string, value: number): Uint8Array {
  return message(bytes(1, tag), float(2, value));
}

/** `png` is a whole PNG file of 8-bit RGB. */
export function imageValue(tag: string, png: Uint8Array, width: number, height: number): Uint8Array {
  const RGB = 3;
  return message(
    bytes(1, tag),
    bytes(4, message(integer(1, height), integer(2, width), integer(3, RGB), bytes(4, png))),
  );
}

/** `text` is shown as Markdown. */
export function textValue(tag: string, text: string): Uint8Array {
  const DT_STRING = 7;
  const plugin = bytes(1, bytes(1, 'text'));
  return message(bytes(1, tag), bytes(9, plugin), bytes(8, message(integer(1, DT_STRING), bytes(8, text))));
}
