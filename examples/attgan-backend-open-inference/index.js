import { AttganError, defineBackend, definePlugin } from '@attgan/core';
import { z } from 'zod';
import { floatTensor, openInference } from './open-inference.js';

export const openInferenceBackend = defineBackend({
  name: 'open-inference',
  summary: 'generators on a server of the Open Inference Protocol: MLServer, Triton, KServe',
  traits: { training: false, secondOrder: false, device: 'cpu', speed: 0, only: 'generators' },
  options: z.strictObject({
    url: z.url().default('http://127.0.0.1:8080').describe('address of the server'),
    model: z.string().min(1).default('attgan').describe('name of the model on the server'),
    batch: z.int().positive().default(16).describe('faces in one request at most'),
    seconds: z.number().positive().default(60).describe('seconds that one answer may take'),
  }),
  whyUnavailable: async () => undefined,
  async open({ url, model, batch, seconds }) {
    const server = openInference(url, model, seconds);
    await server.ready();
    return {
      name: 'open-inference',
      description: `${model} on ${url}`,
      generators: {
        async open(stored) {
          checkSame(await server.metadata(), stored, server.address);
          return remoteGenerator(server, stored.size, batch);
        },
        async openFile(path) {
          throw new AttganError(
            `The backend open-inference cannot open ${path}. Name the folder that it was exported from.`,
          );
        },
      },
      close: async () => undefined,
    };
  },
});

export default definePlugin({ name: 'attgan-backend-open-inference', provides: [openInferenceBackend] });

/** The served file holds encoder and decoder, so that a face is sent again for each decoding. */
function remoteGenerator(server, size, batch) {
  return {
    encode: async (images, count) => ({
      async decode(code) {
        const edit = new Float32Array(images.length);
        const pixels = images.length / count;
        const attributes = code.length / count;
        for (let first = 0; first < count; first += batch) {
          const last = Math.min(first + batch, count);
          const shape = [last - first, size, size, 3];
          const image = floatTensor('image', shape, images.subarray(first * pixels, last * pixels));
          const own = code.subarray(first * attributes, last * attributes);
          const inputs = [image, floatTensor('code', [last - first, attributes], own)];
          edit.set(await server.infer(inputs, 'edit', shape), first * pixels);
        }
        return edit;
      },
    }),
    close() {},
  };
}

/** Refuses a server that edits with another model than the one whose attributes and sizes are used here. */
function checkSame({ inputs = [] }, { size, attributes, sha256, describe }, address) {
  const [image, code] = ['image', 'code'].map((name) => inputs.find((input) => input.name === name));
  const weights = code?.parameters?.weights;
  // Triton's metadata have shapes only.
  const same = weights === undefined || weights === sha256;
  if (same && image?.shape?.at(-2) === size && code?.shape?.at(-1) === attributes.length) return;
  throw new AttganError(
    `${describe} is not the model that ${address} serves. Export it again, or name the model served.`,
  );
}
