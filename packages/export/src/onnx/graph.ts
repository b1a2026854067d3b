import { create, toBinary } from '@bufbuild/protobuf';
import { floatToHalf } from '@attgan/formats';
import {
  AttributeProto_AttributeType as AttributeType,
  AttributeProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  StringStringEntryProtoSchema,
  TensorProto_DataType as DataType,
  TensorProtoSchema,
  TensorShapeProto_DimensionSchema,
  ValueInfoProtoSchema,
  type AttributeProto,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from 'onnx-buf';

/** Opset 17 and IR 8 are what ONNX 1.12 (2022) brought; every runtime of today reads them. */
const OPSET = 17n;
const IR_VERSION = 8n;

export type AttributeValue = number | readonly number[] | string;
export type ConstantValues = Float32Array | Int8Array | Uint8Array | Int32Array | BigInt64Array;

/** A float32 tensor that enters or leaves. A text in its shape is a dimension of any length. */
export interface GraphValue {
  readonly name: string;
  readonly shape: readonly (number | string)[];
}

/** What a finished graph is called and takes and gives. */
export interface GraphEnds {
  readonly name: string;
  readonly inputs: readonly GraphValue[];
  readonly outputs: readonly GraphValue[];
  /** Kept in the file beside the graph. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** An ONNX graph as it is written down. Tensors are known by their names. */
export interface Graph {
  /** Adds an operation. @returns the name of its output, which is `name` where one is given */
  op(
    type: string,
    inputs: readonly string[],
    attributes?: Readonly<Record<string, AttributeValue>>,
    name?: string,
  ): string;
  /** Adds a tensor of fixed values. @returns its name */
  constant(values: ConstantValues, shape: readonly number[]): string;
  /** The same in half precision. @returns the name of a float16 tensor */
  halves(values: Float32Array, shape: readonly number[]): string;
  /** The bytes of the file. */
  finish(ends: GraphEnds): Uint8Array;
}

export function createGraph(): Graph {
  const nodes: NodeProto[] = [];
  const initializers: TensorProto[] = [];
  const known = new Map<ConstantValues, string>();
  const add = (dataType: DataType, bytes: ArrayBufferView, shape: readonly number[]): string => {
    const name = `constant/${initializers.length}`;
    const rawData = new Uint8Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);
    initializers.push(create(TensorProtoSchema, { name, dataType, dims: shape.map(BigInt), rawData }));
    return name;
  };
  return {
    op(type, inputs, attributes = {}, name = `${type}/${nodes.length}`) {
      const attribute = Object.entries(attributes).map(([key, value]) => attributeOf(key, value));
      nodes.push(create(NodeProtoSchema, { opType: type, name, input: [...inputs], output: [name], attribute }));
      return name;
    },
    constant(values, shape) {
      const before = known.get(values);
      if (before !== undefined) return before;
      const name = add(dataTypeOf(values), values, shape);
      known.set(values, name);
      return name;
    },
    halves: (values, shape) => add(DataType.FLOAT16, Uint16Array.from(values, floatToHalf), shape),
    finish({ name, inputs, outputs, metadata }) {
      const model = create(ModelProtoSchema, {
        irVersion: IR_VERSION,
        producerName: 'attgan',
        opsetImport: [{ domain: '', version: OPSET }],
        graph: {
          name,
          node: nodes,
          initializer: initializers,
          input: inputs.map(valueInfo),
          output: outputs.map(valueInfo),
        },
        metadataProps: Object.entries(metadata).map(([key, value]) =>
          create(StringStringEntryProtoSchema, { key, value }),
        ),
      });
      return toBinary(ModelProtoSchema, model);
    },
  };
}

function attributeOf(name: string, value: AttributeValue): AttributeProto {
  if (typeof value === 'string') {
    return create(AttributeProtoSchema, { name, type: AttributeType.STRING, s: new TextEncoder().encode(value) });
  }
  if (typeof value !== 'number') {
    return create(AttributeProtoSchema, { name, type: AttributeType.INTS, ints: value.map(BigInt) });
  }
  // The one attribute that is a fraction even where its value is none.
  return name === 'alpha'
    ? create(AttributeProtoSchema, { name, type: AttributeType.FLOAT, f: value })
    : create(AttributeProtoSchema, { name, type: AttributeType.INT, i: BigInt(value) });
}

function dataTypeOf(values: ConstantValues): DataType {
  if (values instanceof Float32Array) return DataType.FLOAT;
  if (values instanceof Int8Array) return DataType.INT8;
  if (values instanceof Uint8Array) return DataType.UINT8;
  return values instanceof Int32Array ? DataType.INT32 : DataType.INT64;
}

function valueInfo({ name, shape }: GraphValue): ValueInfoProto {
  const dim = shape.map((edge) =>
    create(TensorShapeProto_DimensionSchema, {
      value: typeof edge === 'string' ? { case: 'dimParam', value: edge } : { case: 'dimValue', value: BigInt(edge) },
    }),
  );
  const value = { case: 'tensorType' as const, value: { elemType: DataType.FLOAT, shape: { dim } } };
  return create(ValueInfoProtoSchema, { name, type: { value } });
}
