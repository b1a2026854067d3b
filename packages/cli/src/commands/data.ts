import { mergeLayers, UsageError, type DataDefinition } from '@attgan/core';
import type { Command, CommandContext } from '../command.ts';
import { EXPERIMENT_FLAGS, experimentLayers } from '../experiment-flags.ts';
import type { FlagSpecs } from '../flags.ts';
import { wholeNumber } from '../number-flags.ts';
import { openRegistries } from '../registries.ts';

const { config, plugin } = EXPERIMENT_FLAGS as FlagSpecs & Record<'config' | 'plugin', FlagSpecs[string]>;

export const command: Command = {
  name: 'data',
  summary: 'inspects a data source, or packs its images for fast reading',
  usage: 'inspect|pack [--data celeba] --data.root DIR [--size 128] [--out DIR]',
  flags: {
    data: { type: 'text', summary: 'name of the data source; celeba unless given' },
    size: { type: 'text', summary: 'with pack: height and width, pixels; 128 unless given' },
    out: { type: 'text', summary: 'with pack: folder; a cache that training finds unless given' },
    config,
    plugin,
  },
  dotted: true,
  async run(context) {
    const [action] = context.words;
    if (action !== 'inspect' && action !== 'pack') {
      throw new UsageError('Write: attgan data inspect, or attgan data pack.');
    }
    const { source, options } = await chooseData(context);
    await (action === 'inspect' ? inspect(source, options, context) : pack(source, options, context));
  },
};

/** The source that flags and the configuration file name, and what they say to it. */
async function chooseData({ flags, root }: CommandContext): Promise<{ source: DataDefinition; options: unknown }> {
  const odd = flags.dotted.find(([path]) => !path.startsWith('data.'));
  if (odd !== undefined) throw new UsageError(`Unknown flag --${odd[0]}. data takes --data.… only.`);
  const layers = await experimentLayers(flags, root);
  const merged = mergeLayers([{ data: { name: 'celeba' } }, ...layers]);
  const { name, ...options } = merged['data'] as { readonly name: string };
  const registries = await openRegistries(flags.all('plugin'), root);
  return { source: registries.data.get(name), options };
}

async function inspect({ name, inspect }: DataDefinition, options: unknown, { output }: CommandContext): Promise<void> {
  if (inspect === undefined) throw new UsageError(`The data source "${name}" cannot be inspected.`);
  const report = await inspect(options);
  output.result(JSON.stringify(report, null, 2), report);
}

async function pack(
  { name, pack }: DataDefinition,
  options: unknown,
  { flags, output }: CommandContext,
): Promise<void> {
  if (pack === undefined) throw new UsageError(`The data source "${name}" cannot be packed; train with it as it is.`);
  const size = wholeNumber(flags, 'size', 8) ?? 128;
  let progress: ReturnType<typeof output.progress> | undefined;
  const summary = await pack(options, {
    size,
    out: flags.text('out'),
    report: output.report,
    onProgress: (done, total) => (progress ??= output.progress(total)).update(done, 'images'),
  });
  output.result(`Packed ${summary.images} images in ${summary.folder}.`, summary);
}
