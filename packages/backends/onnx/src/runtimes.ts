import type { GeneratorRuntime } from '@attgan/core';
import type { OnnxRuntime } from '@attgan/export';
import type { InferenceSession, Tensor } from 'onnxruntime-node';

/** Encoder and decoder as two sessions: a face is encoded once, however often it is decoded. */
export function splitRuntime(ort: OnnxRuntime, encoder: InferenceSession, decoder: InferenceSession): GeneratorRuntime {
  return {
    async encode(images, count) {
      const features = await encoder.run({ image: imageTensor(ort, images, count) });
      return {
        async decode(code) {
          const { edit } = await decoder.run({ ...features, code: codeTensor(ort, code, count) });
          return valuesOf(edit);
        },
      };
    },
    close() {
      void encoder.release();
      void decoder.release();
    },
  };
}

/** A file that holds both: each decoding encodes again. */
export function wholeRuntime(ort: OnnxRuntime, session: InferenceSession): GeneratorRuntime {
  return {
    encode: async (images, count) => ({
      async decode(code) {
        const feeds = { image: imageTensor(ort, images, count), code: codeTensor(ort, code, count) };
        return valuesOf((await session.run(feeds))['edit']);
      },
    }),
    close: () => void session.release(),
  };
}

function imageTensor(ort: OnnxRuntime, images: Float32Array, count: number): Tensor {
  const edge = Math.sqrt(images.length / (3 * count));
  return new ort.Tensor('float32', images, [count, edge, edge, 3]);
}

function codeTensor(ort: OnnxRuntime, code: Float32Array, count: number): Tensor {
  return new ort.Tensor('float32', code, [count, code.length / count]);
}

function valuesOf(tensor: { readonly data: unknown } | undefined): Float32Array {
  return tensor?.data as Float32Array;
}
