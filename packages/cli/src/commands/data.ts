import { BadFilesError, UsageError, type DataDefinition } from '@attgan/core';
import { mergeLayers, type Chosen } from '@attgan/experiment';
import { sourceLayers } from '../arguments/experiment-flags.ts';
import type { Flags } from '../arguments/flags.ts';
import { integerFlag } from '../arguments/number-flags.ts';
import { readConfig } from '../arguments/read-config.ts';
import type { Command, CommandContext } from '../command.ts';
import { interruptible } from '../interrupt.ts';
import { listFailures } from '../work-through.ts';

export const command: Command = {
  name: 'data',
  summary: 'inspects a data source, or packs its images for fast reading',
  usage: 'inspect|pack [--data celeba] --data.root DIR [--verify] [--size 128] [--out DIR]',
  flags: {
    verify: { type: 'switch', summary: 'with inspect: compare all of the pack with its checksums, too' },
    size: { type: 'text', summary: 'with pack and --verify: height and width of the pack, pixels (128)' },
    out: { type: 'text', summary: 'with pack: folder of the pack (a cache that training finds)' },
    config: { type: 'text', summary: 'configuration file that names the data: .json, .js or .ts' },
  },
  parts: ['data'],
  async run(context) {
    const [action, ...rest] = context.words;
    if ((action !== 'inspect' && action !== 'pack') || rest.length > 0) {
      throw new UsageError('Write: attgan data inspect, or attgan data pack.');
    }
    const { source, options } = await chooseData(context);
    await (action === 'inspect' ? inspect(source, options, context) : pack(source, options, context));
  },
};

/** The source that flags and the configuration file name, and what they say to it. */
async function chooseData({ flags, root, registries }: CommandContext) {
  const file = flags.text('config');
  const configured = file === undefined ? {} : { data: (await readConfig(file, root))['data'] };
  const layers = [{ data: { name: 'celeba' } }, configured, ...sourceLayers(flags, ['data'], registries)];
  const { name, ...options } = mergeLayers(layers)['data'] as Chosen;
  return { source: registries.of('data').get(name), options };
}

async function inspect(source: DataDefinition, options: unknown, { flags, output }: CommandContext): Promise<void> {
  if (source.inspect === undefined) throw new UsageError(`The data source "${source.name}" cannot be inspected.`);
  const report = await source.inspect(options);
  if (!flags.has('verify')) {
    output.result(JSON.stringify(report, null, 2), report);
    return;
  }
  if (source.verify === undefined) throw new UsageError(`The data source "${source.name}" has no packs to verify.`);
  const pack = await source.verify(options, {
    size: sizeOf(flags),
    onProgress: (done, total) => output.onProgress({ task: 'verify', done, total, note: 'images' }),
  });
  const all = { ...(report as object), pack };
  output.result(JSON.stringify(all, null, 2), all);
  const failures = pack.damaged.map(({ from, to, name }) => ({
    input: name,
    error: `${pack.folder}: among images ${from} to ${to - 1}, of which ${name} is the first, some are not as packed`,
  }));
  if (failures.length === 0) return;
  listFailures(failures, output.report);
  throw new BadFilesError(`The pack in ${pack.folder} is damaged: delete that folder and pack again.`, failures);
}

async function pack(source: DataDefinition, options: unknown, { flags, output }: CommandContext): Promise<void> {
  if (source.pack === undefined) {
    throw new UsageError(`The data source "${source.name}" cannot be packed; train with it as it is.`);
  }
  const { pack: packAll } = source;
  const size = sizeOf(flags);
  try {
    const summary = await interruptible(output, 'Stopping; run the same command to continue.', (signal) =>
      packAll(options, {
        size,
        out: flags.text('out'),
        report: output.report,
        onProgress: (done, total) => output.onProgress({ task: 'pack', done, total, note: 'images' }),
        signal,
      }),
    );
    output.result(`Packed ${summary.images} images in ${summary.folder}.`, summary);
  } catch (error) {
    if (!(error instanceof BadFilesError)) throw error;
    output.result('', { failures: error.files });
    listFailures(error.files, output.report);
    throw error;
  }
}

function sizeOf(flags: Flags): number {
  return integerFlag(flags, 'size', 8) ?? 128;
}
