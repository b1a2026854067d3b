import { UsageError } from '@attgan/core';
import { checkTrains } from '@attgan/experiment';
import { PRESET_NAMES } from '@attgan/nets';
import { benchCase } from '../bench/bench-case.ts';
import { timeEditing } from '../bench/time-editing.ts';
import { benchScaling } from '../bench/scaling/bench-scaling.ts';
import { refuseScalingFlags, SCALING_FLAGS } from '../bench/scaling/scaling-request.ts';
import { measureCeiling, timeLayers, type LayerSpeed } from '../bench/time-layers.ts';
import { timeSteadiness, type Stretch } from '../bench/time-steadiness.ts';
import { timeTraining } from '../bench/time-training.ts';
import type { Timing } from '../bench/timing.ts';
import type { Command } from '../command.ts';
import { openableBackend, openBackendOf } from '../arguments/backend-choice.ts';
import { FORCE_FLAG } from '../guard-files.ts';
import { choiceFlag, integerFlag, positiveFlag } from '../arguments/number-flags.ts';

export const command: Command = {
  name: 'bench',
  summary: 'times updates and edits of AttGAN, each of its layers, or how time and memory grow',
  usage: '[--preset paper-128] [--width 1] [--batch 8] [--backend NAME] [--layers | --steady 2000 | --scaling]',
  flags: {
    preset: { type: 'text', summary: `architecture: ${PRESET_NAMES.join(', ')} (paper-128)` },
    width: { type: 'text', summary: 'factor on every hidden width (1)' },
    batch: { type: 'text', summary: 'images in each batch (8)' },
    repeats: { type: 'text', summary: 'timed runs, after a warm-up (5; 3 of --scaling)' },
    only: { type: 'text', summary: 'train or edit (both)' },
    layers: { type: 'switch', summary: 'time each layer, against a large matrix product' },
    steady: { type: 'text', summary: 'run so many updates in a row, and show time and memory over them' },
    scaling: {
      type: 'switch',
      summary:
        'measure time and memory against batch, width, processes and pictures, and write a page with their fitted growth',
    },
    ...SCALING_FLAGS,
    ...FORCE_FLAG,
  },
  parts: ['backend'],
  async run({ flags, words, output, registries }) {
    if (words.length > 0) throw new UsageError(`bench takes no "${words[0]}". It has flags only; see --help.`);
    const preset = choiceFlag(flags, 'preset', PRESET_NAMES) ?? 'paper-128';
    const only = choiceFlag(flags, 'only', ['train', 'edit']);
    const request = {
      preset,
      width: positiveFlag(flags, 'width') ?? 1,
      batch: integerFlag(flags, 'batch') ?? 8,
      repeats: integerFlag(flags, 'repeats') ?? (flags.has('scaling') ? 3 : 5),
    };
    if (flags.has('scaling')) return benchScaling(flags, request, output, registries);
    refuseScalingFlags(flags);
    const given = benchCase(request, registries);
    if (only !== 'edit' || flags.has('layers') || flags.has('steady')) {
      checkTrains(openableBackend(flags, registries).name, registries.of('backend'));
    }
    const backend = await openBackendOf(flags, output, registries);
    try {
      const { width, batch, repeats } = request;
      const head = { backend: backend.name, description: backend.description, preset, width, batch };
      if (flags.has('layers')) {
        const ceiling = await measureCeiling(repeats);
        const layers = await timeLayers(given, batch, repeats);
        output.result(layerTable(layers, ceiling), { ...head, ceiling, layers });
        return;
      }
      if (flags.has('steady')) {
        const stretches = await timeSteadiness(given, integerFlag(flags, 'steady') ?? 2000);
        output.result(stretchTable(stretches), { ...head, stretches });
        return;
      }
      const training = only === 'edit' ? {} : await timeTraining(given, repeats);
      const editing = only === 'train' ? {} : await timeEditing(given, repeats, backend.generators);
      const max_rss_mb = Math.round(process.resourceUsage().maxRSS / 1024);
      const timed = { ...training, ...editing, max_rss_mb };
      output.result([`${backend.description}: ${preset}, width ${width}, batch ${batch}`, ...lines(timed)].join('\n'), {
        ...head,
        ...timed,
      });
    } finally {
      await backend.close();
    }
  },
};

const LABELS: Readonly<Record<string, string>> = {
  critic_ms: 'critic update',
  generator_ms: 'generator update',
  edit_ms: 'edit of a batch',
  edit_per_s: 'images edited per second',
  max_rss_mb: 'peak memory, MB',
};

function lines(timed: Readonly<Record<string, Timing | number>>): string[] {
  return Object.entries(timed).map(([key, value]) => {
    const text = typeof value === 'number' ? `${value}` : `${value.min} ms minimum, ${value.median} ms median`;
    return `  ${(LABELS[key] ?? key).padEnd(24)}${text}`;
  });
}

function stretchTable(stretches: readonly Stretch[]): string {
  const row = (cells: readonly (string | number)[]): string => cells.map((cell) => `${cell}`.padStart(12)).join('');
  return [
    row(['updates', 'ms, median', 'memory, MB', 'tensors']),
    ...stretches.map(({ updates, median_ms, rss_mb, tensors }) => row([updates, median_ms, rss_mb, tensors])),
  ].join('\n');
}

function layerTable(layers: readonly LayerSpeed[], ceiling: number): string {
  const cell = (speed: number): string => `${speed} (${Math.round((100 * speed) / ceiling)} %)`.padStart(16);
  const rows = layers.map(
    ({ layer, forward, inputGradient, filterGradient }) =>
      `${layer.padEnd(12)}${cell(forward)}${cell(inputGradient)}${cell(filterGradient)}`,
  );
  const head = `${'GFLOP/s'.padEnd(12)}${['forward', 'input gradient', 'filter gradient'].map((name) => name.padStart(16)).join('')}`;
  return [`A large matrix product reaches ${ceiling} GFLOP/s.`, head, ...rows].join('\n');
}
