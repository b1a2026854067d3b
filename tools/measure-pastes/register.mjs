// The similarity between two pictures of nearly the same content, by Gauss and Newton on brightness (Lucas and Kanade 1981), coarse to
// fine. Brightness may differ by a factor and a shift.

/** @param {{ width: number, height: number, pixels: Uint8Array }} picture */
export function greyOf({ width, height, pixels }) {
  const values = new Float32Array(width * height);
  for (let i = 0; i < values.length; i++) {
    values[i] = 0.299 * pixels[i * 3] + 0.587 * pixels[i * 3 + 1] + 0.114 * pixels[i * 3 + 2];
  }
  return { width, height, values };
}

function blurred({ width, height, values }, sigma) {
  const radius = Math.ceil(3 * sigma);
  const kernel = Array.from({ length: 2 * radius + 1 }, (_, i) => Math.exp(-((i - radius) ** 2) / (2 * sigma * sigma)));
  const total = kernel.reduce((sum, weight) => sum + weight, 0);
  const pass = (from, stepX, stepY) => {
    const to = new Float32Array(from.length);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        let sum = 0;
        for (let k = -radius; k <= radius; k++) {
          const u = Math.min(Math.max(x + k * stepX, 0), width - 1);
          const v = Math.min(Math.max(y + k * stepY, 0), height - 1);
          sum += kernel[k + radius] * from[v * width + u];
        }
        to[y * width + x] = sum / total;
      }
    }
    return to;
  };
  return { width, height, values: pass(pass(values, 1, 0), 0, 1) };
}

function sample({ width, height, values }, x, y) {
  const u = Math.min(Math.max(x, 0), width - 1.001);
  const v = Math.min(Math.max(y, 0), height - 1.001);
  const [left, top] = [Math.floor(u), Math.floor(v)];
  const [p, q] = [u - left, v - top];
  const at = top * width + left;
  return (
    (1 - p) * (1 - q) * values[at] +
    p * (1 - q) * values[at + 1] +
    (1 - p) * q * values[at + width] +
    p * q * values[at + width + 1]
  );
}

function solve(matrix, right) {
  const n = right.length;
  const rows = matrix.map((row, i) => [...row, right[i]]);
  for (let i = 0; i < n; i++) {
    let pivot = i;
    for (let r = i + 1; r < n; r++) if (Math.abs(rows[r][i]) > Math.abs(rows[pivot][i])) pivot = r;
    [rows[i], rows[pivot]] = [rows[pivot], rows[i]];
    for (let r = 0; r < n; r++) {
      if (r === i) continue;
      const factor = rows[r][i] / rows[i][i];
      for (let c = i; c <= n; c++) rows[r][c] -= factor * rows[i][c];
    }
  }
  return rows.map((row, i) => row[n] / row[i]);
}

/**
 * Where each pixel of `fixed` lies in `moving`, as { a, b, x, y } about the middle, and how well they agree there: their correlation.
 */
export function register(fixed, moving) {
  const [cx, cy] = [(fixed.width - 1) / 2, (fixed.height - 1) / 2];
  let [a, b, x0, y0] = [1, 0, 0, 0];
  let correlation = 0;
  for (const sigma of [6, 3, 1.5]) {
    const [F, M] = [blurred(fixed, sigma), blurred(moving, sigma)];
    for (let step = 0; step < 25; step++) {
      const A = Array.from({ length: 6 }, () => new Float64Array(6));
      const r = new Float64Array(6);
      let [sf, sm, sff, smm, sfm, n] = [0, 0, 0, 0, 0, 0];
      for (let y = 20; y < fixed.height - 20; y += 2) {
        for (let x = 20; x < fixed.width - 20; x += 2) {
          const [dx, dy] = [x - cx, y - cy];
          const u = a * dx - b * dy + cx + x0;
          const v = b * dx + a * dy + cy + y0;
          if (u < 2 || v < 2 || u > M.width - 3 || v > M.height - 3) continue;
          const value = sample(M, u, v);
          const gx = (sample(M, u + 1, v) - sample(M, u - 1, v)) / 2;
          const gy = (sample(M, u, v + 1) - sample(M, u, v - 1)) / 2;
          const target = F.values[y * F.width + x];
          const J = [gx * dx + gy * dy, -gx * dy + gy * dx, gx, gy, -target, -1];
          const error = -value;
          for (let i = 0; i < 6; i++) {
            r[i] += J[i] * error;
            for (let j = 0; j < 6; j++) A[i][j] += J[i] * J[j];
          }
          sf += target;
          sm += value;
          sff += target * target;
          smm += value * value;
          sfm += target * value;
          n++;
        }
      }
      correlation = (sfm - (sf * sm) / n) / Math.sqrt((sff - (sf * sf) / n) * (smm - (sm * sm) / n));
      const d = solve(
        A.map((row) => [...row]),
        [...r],
      );
      a += d[0];
      b += d[1];
      x0 += d[2];
      y0 += d[3];
      if (Math.hypot(d[0] * 100, d[1] * 100, d[2], d[3]) < 0.005) break;
    }
  }
  return { a, b, x: x0, y: y0, correlation };
}

/** Mean distance that a registration moves the pixels of a picture. */
export function displacement({ a, b, x, y }, width, height) {
  let [sum, n] = [0, 0];
  for (let v = 0; v < height; v += 4) {
    for (let u = 0; u < width; u += 4) {
      const [dx, dy] = [u - (width - 1) / 2, v - (height - 1) / 2];
      sum += Math.hypot((a - 1) * dx - b * dy + x, b * dx + (a - 1) * dy + y);
      n++;
    }
  }
  return sum / n;
}
