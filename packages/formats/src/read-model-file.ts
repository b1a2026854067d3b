import { open, type FileHandle } from 'node:fs/promises';
import { AttganError } from '@attgan/core';
import { fileError } from './file-error.ts';
import { firstIssue, modelFileSchema } from './model-card.ts';
import { parseJson } from './parse-json.ts';
import type { StoredModel } from './parse-model.ts';
import { sha256OfFile } from './sha256.ts';

/** Fields of ONNX's ModelProto and of its entries of metadata, and what of them may be long. */
const METADATA = 14;
const LONGEST_ENTRY = 2 ** 24;

/** Whether a path names a model in one file rather than a folder. */
export function isModelFile(path: string): boolean {
  return path.endsWith('.onnx');
}

/**
 * The card that `attgan export --format onnx` put into an ONNX file; its graph is not read, and it holds no tensors of ours.
 * @throws AttganError in one line for a file that is no ONNX, or has no card
 */
export async function readModelFile(path: string): Promise<StoredModel> {
  const metadata = await readMetadata(path);
  const text = metadata.get('attgan');
  if (text === undefined) {
    throw new AttganError(`${path} does not say what model it is. Write it with attgan export --format onnx.`);
  }
  const sha256 = await sha256OfFile(path);
  const result = modelFileSchema.safeParse({
    ...(parseJson(new TextEncoder().encode(text), path) as object),
    weights: { sha256 },
  });
  if (!result.success) throw new AttganError(`${path} is not valid: ${firstIssue(result.error)}.`);
  const { weights: _, ...card } = result.data;
  return { card, sha256, tensors: new Map() };
}

/** The entries of metadata; every other field is passed over unread. */
async function readMetadata(path: string): Promise<ReadonlyMap<string, string>> {
  const damaged = new AttganError(`${path} is no ONNX file, or a damaged one.`);
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      const found = new Map<string, string>();
      let at = 0;
      while (at < size) {
        const head = await bytesAt(file, at, Math.min(20, size - at));
        const [key, keyBytes] = varint(head, 0) ?? [0, 0];
        const [value, end] = varint(head, keyBytes) ?? [0, 0];
        if (end === 0) throw damaged;
        const [field, wire] = [Math.floor(key / 8), key % 8];
        if (wire === 0) at += end;
        else if (wire === 2 && at + end + value <= size) {
          if (field === METADATA && value <= LONGEST_ENTRY) {
            const [name, text] = entry(await bytesAt(file, at + end, value));
            if (name !== undefined && text !== undefined) found.set(name, text);
          }
          at += end + value;
        } else throw damaged;
      }
      return found;
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileError('read', path, error);
  }
}

/** Key and value of a StringStringEntryProto. */
function entry(bytes: Uint8Array): [string?, string?] {
  const fields: [string?, string?] = [];
  for (let at = 0; at < bytes.length;) {
    const [key, keyEnd] = varint(bytes, at) ?? [0, 0];
    const [length, start] = varint(bytes, keyEnd) ?? [0, 0];
    const field = Math.floor(key / 8);
    if (start === 0 || key % 8 !== 2 || (field !== 1 && field !== 2)) return [];
    fields[field - 1] = new TextDecoder().decode(bytes.subarray(start, start + length));
    at = start + length;
  }
  return fields;
}

/** A number and where it ends; undefined where there is none. */
function varint(bytes: Uint8Array, start: number): [value: number, end: number] | undefined {
  let value = 0;
  for (let at = start; at < Math.min(bytes.length, start + 8); at++) {
    const byte = bytes[at] as number;
    value += (byte % 128) * 128 ** (at - start);
    if (byte < 128) return [value, at + 1];
  }
  return undefined;
}

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  const { bytesRead } = await file.read(bytes, 0, length, position);
  return bytes.subarray(0, bytesRead);
}
