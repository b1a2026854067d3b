import { AttganError } from '@attgan/core';
import type { EstimateAssumptions, MeasuredGpu } from './estimate-assumptions.ts';
import { editingHours, efficiency, trainingHours, type Cluster } from './estimates.ts';
import { fitAffine, type AffineFit } from './fit-growth.ts';
import { pointsOf } from './scaling-series.ts';
import type { Scaling } from './scaling.ts';

/** Tables in Markdown of what editing and training cost, by figures of `scaling.json` and of GPUs. */
export interface EstimateTables {
  readonly editing: string;
  readonly training: string;
}

/** @throws AttganError where figures are missing, or those of a GPU are of other networks */
export function estimateTables(
  scaling: Scaling,
  gpus: readonly MeasuredGpu[],
  assumed: EstimateAssumptions,
): EstimateTables {
  const other = gpus.find(({ preset, width }) => preset !== scaling.preset || width !== scaling.width);
  if (other !== undefined) {
    throw new AttganError(
      `${other.name} was timed with ${other.preset} at width ${other.width}, the processor with ${scaling.preset} at ${scaling.width}.`,
    );
  }
  return {
    editing: editingTable(scaling, gpus, assumed),
    training: trainingTable(scaling, gpus, assumed),
  };
}

function editingTable(scaling: Scaling, gpus: readonly MeasuredGpu[], assumed: EstimateAssumptions): string {
  const { photos, photosInShard, machines } = assumed;
  const kinds = [
    ['whole photos', 'photos_s'],
    ['cropped faces', 'faces_s'],
  ] as const;
  const rows = kinds.flatMap(([what, name]) => {
    const { intercept, slope } = affineOf(scaling, 'pictures', name);
    const work = { photos, photosInShard, start: Math.max(0, intercept) };
    const places = [
      { where: `${scaling.machine.cores} cores`, each: slope },
      ...gpus.map((gpu) => ({
        where: `${gpu.name}, ${gpu.cores} cores`,
        // Either the GPU or the cores beside it are what the other waits for.
        each: Math.max(1 / gpu.edits_per_s, (slope * scaling.machine.cores) / gpu.cores),
      })),
    ];
    return places.flatMap(({ where, each }) => {
      const hours = (count: number): number => editingHours({ ...work, each }, count);
      return machines.map((count) => [
        what,
        where,
        ...cells(count, hours(count), hours(1)),
        thousands(photos / (hours(count) * 3600)),
      ]);
    });
  });
  return markdown(['photos', 'machine', 'machines', 'time', 'machine-hours', 'efficiency', 'photos a second'], rows);
}

function trainingTable(scaling: Scaling, gpus: readonly MeasuredGpu[], assumed: EstimateAssumptions): string {
  const { parameters } = scaling;
  const {
    trainingPhotos: photos,
    epochs,
    batch,
    criticUpdates,
    machines,
    network,
    reduce,
    gpuNetwork,
    latency,
  } = assumed;
  const work = { photos, epochs, criticUpdates, parameters };
  const onProcessor = (count: number, localBatch: number): number => {
    const [critic, generator] = [
      valueAt(scaling, 'critic_ms', localBatch),
      valueAt(scaling, 'generator_ms', localBatch),
    ];
    const cluster: Cluster = { machines: count, network, reduce, latency };
    return trainingHours({ ...work, localBatch, critic, generator }, cluster);
  };
  const onGpu = (
    { batch: localBatch, critic_ms: critic, generator_ms: generator }: MeasuredGpu,
    count: number,
  ): number =>
    trainingHours({ ...work, localBatch, critic, generator }, { machines: count, network: gpuNetwork, latency });
  const cores = `${scaling.machine.cores} cores`;
  const alone = onProcessor(1, batch);
  const rows = [
    ...machines.map((count) => {
      // A machine that has no image of the batch has nothing to compute.
      const shared = batch % count === 0 ? cells(count, onProcessor(count, batch / count), alone) : undefined;
      return [`${batch} in all`, cores, ...(shared ?? [String(count), '–', '–', '–'])];
    }),
    ...machines.map((count) => [`${batch} on each`, cores, ...cells(count, onProcessor(count, batch), alone)]),
    ...gpus.flatMap((gpu) =>
      machines.map((count) => [`${gpu.batch} on each`, gpu.name, ...cells(count, onGpu(gpu, count), onGpu(gpu, 1))]),
    ),
  ];
  return markdown(['batch', 'machine', 'machines', 'time', 'machine-hours', 'efficiency'], rows);
}

/** What was measured there, or else the line through what was. */
function valueAt(scaling: Scaling, name: string, x: number): number {
  const { intercept, slope, measured } = affineOf(scaling, 'batch', name);
  return measured.find(([at]) => at === x)?.[1] ?? Math.max(0, intercept + slope * x);
}

function affineOf(
  { series }: Scaling,
  against: string,
  name: string,
): AffineFit & { readonly measured: ReturnType<typeof pointsOf> } {
  const found = series.find((each) => each.against === against);
  const measured = found === undefined ? [] : pointsOf(found, name);
  if (measured.length >= 2) return { ...fitAffine(measured), measured };
  throw new AttganError(`The figures have no two of ${name} against ${against}. Run attgan bench --scaling again.`);
}

function cells(machines: number, hours: number, alone: number): string[] {
  const share = Math.round(100 * efficiency(alone, hours, machines));
  return [String(machines), timeText(hours), thousands(hours * machines), `${share} %`];
}

/** Days from two of them on, hours from two of them on, and minutes. */
function timeText(hours: number): string {
  if (hours >= 48) return `${thousands(hours / 24)} days`;
  return hours >= 2 ? `${thousands(hours)} h` : `${thousands(hours * 60)} min`;
}

/** Three digits, with commas in thousands. */
function thousands(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en-US');
}

function markdown(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [columns, columns.map(() => '---'), ...rows];
  return lines.map((cellsOfLine) => `| ${cellsOfLine.join(' | ')} |`).join('\n');
}
