import { cubicWeights } from './cubic.ts';
import { LAYERS, type EditLayers } from './edit-layers.ts';

/** Reads layers between their pixels. */
export interface LayerSampler {
  /** Chooses a place, pixels of the layers; beyond the border edge pixels go on. */
  moveTo(u: number, v: number): void;
  /** The value of a layer there. */
  read(layer: number): number;
}

/**
 * Cubic interpolation of single layers. Every pixel of a face's square asks for four of them, so that a millionth of a second here is a
 * second for each photo: the sums are written out, and a layer that is not asked for costs nothing.
 */
export function sampleLayers({ values, width, height }: EditLayers): LayerSampler {
  const [across, down] = [new Float64Array(4), new Float64Array(4)];
  const [columns, lines] = [new Int32Array(4), new Int32Array(4)];
  let [left, top] = [NaN, NaN];
  return {
    moveTo(u, v) {
      const [column, row] = [Math.floor(u), Math.floor(v)];
      cubicWeights(u - column, across);
      cubicWeights(v - row, down);
      if (column !== left) {
        left = column;
        for (let tap = 0; tap < 4; tap++) columns[tap] = Math.min(Math.max(column + tap - 1, 0), width - 1) * LAYERS;
      }
      if (row !== top) {
        top = row;
        for (let tap = 0; tap < 4; tap++) {
          lines[tap] = Math.min(Math.max(row + tap - 1, 0), height - 1) * width * LAYERS;
        }
      }
    },
    read(layer) {
      const a = (columns[0] as number) + layer;
      const b = (columns[1] as number) + layer;
      const c = (columns[2] as number) + layer;
      const d = (columns[3] as number) + layer;
      let sum = 0;
      for (let tap = 0; tap < 4; tap++) {
        const line = lines[tap] as number;
        sum +=
          (down[tap] as number) *
          ((across[0] as number) * (values[line + a] as number) +
            (across[1] as number) * (values[line + b] as number) +
            (across[2] as number) * (values[line + c] as number) +
            (across[3] as number) * (values[line + d] as number));
      }
      return sum;
    },
  };
}
