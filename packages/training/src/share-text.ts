import { communicator } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';

/** The text that process 0 has, in every process. */
export async function shareText(text: string): Promise<string> {
  const { broadcast, size } = communicator();
  if (size === 1) return text;
  const bytes = new TextEncoder().encode(text);
  const [length] = await read(() => broadcast(tf.tensor1d([bytes.length])));
  const own = Float32Array.from({ length: length as number }, (_, at) => bytes[at] ?? 0);
  return new TextDecoder().decode(Uint8Array.from(await read(() => broadcast(tf.tensor1d(own)))));
}

async function read(make: () => tf.Tensor): Promise<Float32Array> {
  const tensor = tf.tidy(make);
  const values = await tensor.data<'float32'>();
  tensor.dispose();
  return values;
}
