import type { Estimate, Unit } from '../../finding.ts';

/** A number without its unit: shares as per cent with one decimal, dB and levels with two, others with three digits. */
export function formatNumber(value: number, unit: Unit): string {
  if (!Number.isFinite(value)) return '–';
  return digits(value, unit).replace('-', '−');
}

/** With its unit, e.g. `94.1 %`. */
export function formatValue(value: number, unit: Unit): string {
  return formatNumber(value, unit) + (Number.isFinite(value) ? SYMBOLS[unit] : '');
}

/** E.g. `[93.5, 94.7]`. */
export function formatInterval({ low, high }: Estimate, unit: Unit): string {
  return `[${formatNumber(low, unit)}, ${formatNumber(high, unit)}]`;
}

/** E.g. `1 h 04 min`, `3.2 s`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** A name as people read it, e.g. `Bushy Eyebrows`. */
export function readable(name: string): string {
  return name.replaceAll('_', ' ');
}

/** The title of a metric, e.g. `Attribute accuracy`. */
export function metricTitle(name: string): string {
  const words = readable(name).replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const SYMBOLS: Readonly<Record<Unit, string>> = { share: ' %', decibels: ' dB', levels: '', number: '' };

function digits(value: number, unit: Unit): string {
  if (unit === 'share') return unsigned((100 * value).toFixed(1));
  if (unit === 'number') {
    // Large numbers as whole ones: precision alone would write 1.23e+3.
    return Math.abs(value) >= 1000 ? value.toFixed(0) : value.toPrecision(3);
  }
  return unsigned(value.toFixed(2));
}

/** No minus before a number that was rounded to nothing. */
function unsigned(text: string): string {
  return Number(text) === 0 ? text.replace('-', '') : text;
}
