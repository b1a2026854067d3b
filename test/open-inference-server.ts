import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { messageOf } from '@attgan/core';
import * as ort from 'onnxruntime-node';

interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly datatype: string;
  readonly data: readonly number[];
}

/** A server of the Open Inference Protocol on loopback, with onnxruntime: as much of one as a folder for MLServer asks for. */
export async function startOpenInference(folder: string): Promise<{ readonly url: string; close(): void }> {
  const settings = JSON.parse(await readFile(join(folder, 'model-settings.json'), 'utf8')) as {
    readonly name: string;
    readonly platform: string;
    readonly inputs: readonly unknown[];
    readonly outputs: readonly unknown[];
    readonly parameters: { readonly uri: string };
  };
  const { name, platform, inputs, outputs, parameters } = settings;
  const session = await ort.InferenceSession.create(join(folder, parameters.uri));
  const routes: Readonly<Record<string, (request: IncomingMessage) => Promise<object>>> = {
    [`GET /v2/models/${name}/ready`]: async () => ({}),
    [`GET /v2/models/${name}`]: async () => ({ name, platform, inputs, outputs }),
    [`POST /v2/models/${name}/infer`]: async (request) => {
      const body = JSON.parse(await textOf(request)) as { readonly inputs: readonly Tensor[] };
      const feeds = body.inputs.map(({ name: input, shape, data }) => [
        input,
        new ort.Tensor('float32', Float32Array.from(data), shape),
      ]);
      const computed = Object.entries(await session.run(Object.fromEntries(feeds) as Record<string, ort.Tensor>));
      return {
        model_name: name,
        outputs: computed.map(([output, { dims, data }]) => ({
          name: output,
          datatype: 'FP32',
          shape: dims,
          data: Array.from(data as Float32Array),
        })),
      };
    },
  };
  const server = createServer((request, response) => {
    const route = routes[`${request.method} ${request.url}`];
    if (route === undefined) return void response.writeHead(404).end(JSON.stringify({ error: 'Not found' }));
    return void answer(route(request), response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port.');
  return { url: `http://127.0.0.1:${address.port}`, close: () => void server.close() };
}

async function answer(given: Promise<object>, response: ServerResponse): Promise<void> {
  try {
    response.end(JSON.stringify(await given));
  } catch (error) {
    response.writeHead(400).end(JSON.stringify({ error: messageOf(error) }));
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks).toString();
}
