import { AttganError } from '@attgan/core';
import type { ByteSource } from '../byte-source.ts';
import { bytesOf, toFloats } from '../dtype.ts';
import type { StoredTensor } from '../parse-safetensors.ts';
import { quote } from '../safetensors-header.ts';
import { countOf, shapeOf, TENSORFLOW_DTYPES } from './tensor-shape.ts';
import { bytesIn, floatOf, numberIn, textOf, wireFields } from './wire.ts';

/** A node of a graph: an operation, and what it takes. */
export interface GraphNode {
  readonly name: string;
  readonly op: string;
  /** Names of nodes; the number of an output is left out. */
  readonly inputs: readonly string[];
  readonly attributes: ReadonlyMap<string, Uint8Array>;
}

/** The largest message that protobuf has. */
const LARGEST_GRAPH = 2 ** 31 - 1;
/** A generator has some hundred. */
const MOST_NODES = 20_000;

/** Whether the file begins with a node, as GraphDefs do: the field 1, its length, and the field 1 of a name. */
export function isGraph(source: ByteSource): boolean {
  const head = source.read(0, Math.min(16, source.size));
  if (head[0] !== 0x0a) return false;
  let at = 1;
  while (at < 6 && ((head[at] ?? 0) & 128) !== 0) at++;
  return head[at + 1] === 0x0a;
}

/**
 * Reads a GraphDef, as `tf.io.write_graph` writes it in binary.
 * @throws AttganError in one line when it is damaged or truncated
 */
export function readGraph(source: ByteSource): ReadonlyMap<string, GraphNode> {
  const { name: file, size } = source;
  if (size > LARGEST_GRAPH) throw new AttganError(`${file} is larger than any TensorFlow graph can be.`);
  const nodes = new Map<string, GraphNode>();
  for (const { field, value } of wireFields(source.read(0, size), file)) {
    if (field !== 1) continue;
    const node = nodeOf(bytesIn(value), file);
    if (nodes.has(node.name)) throw new AttganError(`${file} is damaged: it has the node ${quote(node.name)} twice.`);
    nodes.set(node.name, node);
    if (nodes.size > MOST_NODES)
      throw new AttganError(`${file} has more than ${MOST_NODES} nodes, more than any generator.`);
  }
  if (nodes.size === 0) throw new AttganError(`${file} is no TensorFlow graph: it has no nodes.`);
  return nodes;
}

function nodeOf(bytes: Uint8Array, file: string): GraphNode {
  let [name, op] = ['', ''];
  const inputs: string[] = [];
  const attributes = new Map<string, Uint8Array>();
  for (const { field, value } of wireFields(bytes, file)) {
    if (field === 1) name = textOf(value);
    else if (field === 2) op = textOf(value);
    else if (field === 3) inputs.push(textOf(value).replace(/:\d+$/, ''));
    else if (field === 5) {
      let [key, attribute] = ['', new Uint8Array()];
      for (const part of wireFields(bytesIn(value), file)) {
        if (part.field === 1) key = textOf(part.value);
        if (part.field === 2) attribute = bytesIn(part.value) as Uint8Array<ArrayBuffer>;
      }
      attributes.set(key, attribute);
    }
  }
  return { name, op, inputs, attributes };
}

/** An attribute that is a float; undefined where the node has none. */
export function floatAttribute({ attributes }: GraphNode, name: string, file: string): number | undefined {
  for (const { field, value } of wireFields(attributes.get(name) ?? new Uint8Array(), file)) {
    if (field === 4) return floatOf(numberIn(value));
  }
  return undefined;
}

/** An attribute that is text; undefined where the node has none. */
export function textAttribute({ attributes }: GraphNode, name: string, file: string): string | undefined {
  for (const { field, value } of wireFields(attributes.get(name) ?? new Uint8Array(), file)) {
    if (field === 2) return textOf(value);
  }
  return undefined;
}

/** An attribute that is a list of integers, packed as TensorFlow writes it. */
export function integersAttribute({ attributes }: GraphNode, name: string, file: string): number[] {
  const found: number[] = [];
  for (const list of wireFields(attributes.get(name) ?? new Uint8Array(), file)) {
    if (list.field !== 1) continue;
    for (const { field, value } of wireFields(bytesIn(list.value), file)) {
      if (field === 3) found.push(...(typeof value === 'number' ? [value] : value));
    }
  }
  return found;
}

/** The tensor of a node `Const`. @throws AttganError when it has other values than its shape asks for */
export function constantOf({ name, attributes }: GraphNode, file: string): StoredTensor {
  let [number, shape, content] = [0, [] as number[], undefined as Uint8Array | undefined];
  for (const attribute of wireFields(attributes.get('value') ?? new Uint8Array(), file)) {
    if (attribute.field !== 8) continue;
    for (const { field, value } of wireFields(bytesIn(attribute.value), file)) {
      if (field === 1) number = numberIn(value);
      else if (field === 2) shape = shapeOf(bytesIn(value), file);
      else if (field === 4) content = bytesIn(value);
      // A single float may stand by itself, for all elements.
      else if (field === 5)
        content ??= typeof value === 'number' ? new Uint8Array(Uint32Array.of(value).buffer) : value;
    }
  }
  const dtype = TENSORFLOW_DTYPES.get(number);
  if (dtype === undefined)
    throw new AttganError(`${file}: the constant ${quote(name)} has an element type that weights do not have.`);
  const wanted = countOf(shape) * bytesOf(dtype);
  if (content?.length !== wanted) {
    throw new AttganError(
      `${file} is damaged: the constant ${quote(name)} of shape [${shape.join(', ')}] has ${content?.length ?? 0} bytes instead of ${wanted}.`,
    );
  }
  const bytes = content;
  return { shape, dtype, values: () => toFloats(dtype, bytes) };
}
