import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { openInferenceBackend } from './index.js';
import { floatsOf, floatTensor } from './open-inference.js';

const SIZE = 4;
const stored = { size: SIZE, attributes: ['Bald', 'Young'], sha256: 'abc', describe: 'The model faces' };
const metadata = {
  name: 'attgan',
  platform: 'onnxruntime_onnx',
  inputs: [
    { name: 'image', datatype: 'FP32', shape: [-1, SIZE, SIZE, 3] },
    { name: 'code', datatype: 'FP32', shape: [-1, 2], parameters: { weights: 'abc' } },
  ],
  outputs: [{ name: 'edit', datatype: 'FP32', shape: [-1, SIZE, SIZE, 3] }],
};

/** A server whose generator adds the first attribute's code to each value; `requests` are the bodies it was sent. */
const requests = [];
let url = '';
const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const send = (status, answer) => response.writeHead(status).end(answer && JSON.stringify(answer));
  const routes = {
    'GET /v2/models/attgan/ready': () => send(200),
    'GET /v2/models/attgan': () => send(200, metadata),
    'POST /v2/models/attgan/infer'() {
      const body = JSON.parse(Buffer.concat(chunks).toString());
      requests.push(body);
      const [image, code] = body.inputs;
      const each = image.data.length / image.shape[0];
      const data = image.data.map((value, at) => value + code.data[2 * Math.floor(at / each)]);
      send(200, { model_name: 'attgan', outputs: [{ name: 'edit', datatype: 'FP32', shape: image.shape, data }] });
    },
  };
  const route = routes[`${request.method} ${request.url}`];
  if (route === undefined) send(404, { error: 'Model other not found\nat line 7' });
  else route();
});
before(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  url = `http://127.0.0.1:${server.address().port}/`;
});
after(() => server.close());

test('faces and codes are sent as tensors of the protocol, a batch in each request, and edits come back in order', async () => {
  const backend = await openInferenceBackend.open({ url, batch: 2 });
  const generator = await backend.generators.open(stored);
  const count = 3;
  const faces = Float32Array.from({ length: count * SIZE * SIZE * 3 }, (_, at) => at / 256);
  const encoded = await generator.encode(faces, count);
  const edit = await encoded.decode(Float32Array.of(0.5, 0, 1, 0, -0.25, 0));
  const added = [0.5, 1, -0.25];
  assert.deepEqual(
    edit,
    faces.map((value, at) => value + added[Math.floor(at / (SIZE * SIZE * 3))]),
  );
  assert.deepEqual(
    requests.map(({ inputs }) => inputs.map(({ name, shape, datatype, data }) => [name, shape, datatype, data.length])),
    [2, 1].map((faces) => [
      ['image', [faces, SIZE, SIZE, 3], 'FP32', faces * 48],
      ['code', [faces, 2], 'FP32', faces * 2],
    ]),
  );
  assert.deepEqual(requests[0].outputs, [{ name: 'edit' }]);
  generator.close();
  await backend.close();
});

test('another model on the server is refused, by its weights or by its shapes', async () => {
  const { generators } = await openInferenceBackend.open({ url });
  for (const other of [{ sha256: 'abd' }, { size: 8 }, { attributes: ['Bald'] }]) {
    await assert.rejects(generators.open({ ...stored, ...other }), /The model faces is not the model that http/);
  }
  await assert.rejects(generators.openFile('faces.onnx'), /cannot open faces\.onnx/);
});

test('what a server says of a mistake, and one that does not answer, are one line', async () => {
  await assert.rejects(openInferenceBackend.open({ url, model: 'other' }), {
    message: `${url}v2/models/other/ready answers 404: Model other not found`,
  });
  const gone = openInferenceBackend.open({ url: 'http://127.0.0.1:1' });
  await assert.rejects(
    gone,
    /^AttganError: Cannot reach http:\/\/127\.0\.0\.1:1\/v2\/models\/attgan\/ready: [^\n]+\.$/,
  );
  await assert.rejects(openInferenceBackend.open({ url: 'nowhere' }), /url/);
});

test('numbers survive the protocol, nested or not; anything else is refused', () => {
  const values = Float32Array.of(0.1, -1, 1e-7, 0.333333343);
  const { data, ...tensor } = JSON.parse(JSON.stringify(floatTensor('edit', [2, 2], values)));
  const nested = [data.slice(0, 2), data.slice(2)];
  for (const written of [data, nested]) {
    assert.deepEqual(floatsOf({ outputs: [{ ...tensor, data: written }] }, 'edit', [2, 2], 'here'), values);
  }
  const wrong = [
    {},
    { outputs: [] },
    { outputs: [{ ...tensor, data: data.slice(1) }] },
    { outputs: [{ ...tensor, data: [null, ...data.slice(1)] }] },
    { outputs: [{ ...tensor, data, datatype: 'BYTES' }] },
    { outputs: [{ ...tensor, data, shape: [4] }] },
  ];
  for (const answer of wrong) {
    assert.throws(
      () => floatsOf(answer, 'edit', [2, 2], 'here'),
      /here gave no "edit" of 4 numbers in FP32, shape 2×2\./,
    );
  }
});
