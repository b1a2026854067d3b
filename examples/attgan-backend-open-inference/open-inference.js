// A client of the Open Inference Protocol (KServe's version 2) over HTTP: what MLServer, Triton, OpenVINO and KServe answer to.
import { AttganError } from '@attgan/core';

/**
 * Asks a server for a model.
 * @param {string} url of the server, or of a path before `/v2`
 * @param {string} name of the model
 * @param {number} seconds that one answer may take
 */
export function openInference(url, name, seconds) {
  const address = `${url.replace(/\/+$/, '')}/v2/models/${encodeURIComponent(name)}`;
  return {
    address,
    /** Whether it takes requests now. */
    ready: async () => void (await ask(`${address}/ready`, {}, seconds)),
    /** Names, datatypes and shapes of its inputs and outputs. */
    metadata: () => ask(address, {}, seconds),
    /**
     * Computes. @param {readonly object[]} inputs made by `floatTensor` @returns {Promise<Float32Array>} values of one output
     */
    async infer(inputs, output, shape) {
      const body = JSON.stringify({ inputs, outputs: [{ name: output }] });
      const headers = { 'content-type': 'application/json' };
      const answer = await ask(`${address}/infer`, { method: 'POST', headers, body }, seconds);
      return floatsOf(answer, output, shape, address);
    },
  };
}

/** Numbers as the protocol's JSON has them. @param {Float32Array} values in the order of `shape`, its last dimension first to change */
export function floatTensor(name, shape, values) {
  return { name, shape, datatype: 'FP32', data: Array.from(values) };
}

/** The numbers of one output of an answer. @throws AttganError where it is missing or other than asked for */
export function floatsOf(answer, name, shape, address) {
  const found = answer.outputs?.find?.((output) => output.name === name);
  const count = shape.reduce((product, edge) => product * edge, 1);
  // Servers may nest the numbers by dimension.
  const data = found?.data?.flat?.(Infinity);
  const right =
    found?.datatype === 'FP32' &&
    found.shape?.join() === shape.join() &&
    data?.length === count &&
    data.every(isNumber);
  if (right) return Float32Array.from(data);
  throw new AttganError(`${address} gave no "${name}" of ${count} numbers in FP32, shape ${shape.join('×')}.`);
}

const isNumber = (value) => typeof value === 'number' && Number.isFinite(value);

async function ask(address, request, seconds) {
  let response;
  let text;
  try {
    response = await fetch(address, { ...request, signal: AbortSignal.timeout(1000 * seconds) });
    text = await response.text();
  } catch (error) {
    const why = error.name === 'TimeoutError' ? `no answer in ${seconds} s` : (error.cause?.message ?? error.message);
    throw new AttganError(`Cannot reach ${address}: ${why}.`, { cause: error });
  }
  const answer = parsed(text);
  if (response.ok) return answer ?? {};
  const said = typeof answer?.error === 'string' ? answer.error.split('\n')[0] : response.statusText;
  throw new AttganError(`${address} answers ${response.status}: ${said}`);
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
