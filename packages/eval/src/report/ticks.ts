/** Round numbers, about `wanted` of them, that enclose [low, high]. One value alone has room on both sides. */
export function ticksOf(low: number, high: number, wanted: number): readonly number[] {
  if (low === high) return ticksOf(low - 1, high + 1, wanted);
  const raw = (high - low) / wanted;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 5].find((digit) => digit * power >= raw * 0.999) ?? 10) * power;
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  // Divided where the step is a fraction: 3 / 10 is written 0.3, 3 · 0.1 is not.
  return Array.from({ length: last - first + 1 }, (_, index) =>
    step < 1 ? (first + index) / Math.round(1 / step) : (first + index) * step,
  );
}
