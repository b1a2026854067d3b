import { join } from 'node:path';
import { InterruptedError, UsageError } from '@attgan/core';
import {
  checkResumable,
  leftOut,
  openLayers,
  resolveExperiment,
  savedExperiment,
  withoutWrites,
} from '@attgan/experiment';
import { CLUSTER_FLAGS, clusterPlace } from '../arguments/cluster-flags.ts';
import { experimentLayers, takenKinds } from '../arguments/experiment-flags.ts';
import { scanFlag } from '../arguments/flags.ts';
import { readConfig } from '../arguments/read-config.ts';
import { pluginsOf } from '../arguments/trusted-plugins.ts';
import type { Command } from '../command.ts';
import { interruptible } from '../interrupt.ts';

export const command: Command = {
  name: 'train',
  summary: 'trains a model and writes a run folder',
  usage: '--iterations N [--method attgan] [--data celeba --data.root DIR] [--run DIR] [--resume] …',
  flags: {
    run: { type: 'text', summary: 'folder of the run (runs/METHOD-DATA)' },
    resume: { type: 'switch', summary: 'continue from the newest checkpoint of --run' },
    force: { type: 'switch', summary: 'train even if the estimated memory is more than is free (refused without it)' },
    ...CLUSTER_FLAGS,
  },
  parts: 'all',
  async plugins(argv, root) {
    const [config] = scanFlag(argv, 'config');
    const [run] = scanFlag(argv, 'run');
    const saved = argv.includes('--resume') && run !== undefined ? await savedExperiment(run) : undefined;
    const [file, layer] = [config, config === undefined ? undefined : await readConfig(config, root)];
    return [
      { file: join(run ?? '', 'experiment.json'), plugins: pluginsOf(saved) },
      { file: file ?? '', plugins: pluginsOf(layer) },
    ];
  },
  async run({ flags, words, output, root, registries }) {
    if (words.length > 0) throw new UsageError(`train takes no "${words[0]}". It has flags only; see --help.`);
    const place = clusterPlace(flags);
    // Process 0 writes, and says where.
    const leads = place === undefined || place.task === 0;
    const resume = flags.has('resume');
    const given = await experimentLayers(flags, takenKinds('all', registries.kinds), root);
    const run = flags.text('run');
    if (resume && run === undefined) throw new UsageError('--resume needs --run, the folder of the run to continue.');
    const whole = resume ? await savedExperiment(run as string) : undefined;
    const { layer: saved, left } = whole === undefined ? { left: [] } : withoutWrites(whole, registries);
    const line = leftOut(left, join(run ?? '', 'experiment.json'));
    if (line !== undefined) output.report(line);
    if (resume && saved === undefined) {
      if (given.length === 0) throw new UsageError(`--resume: there is no run in ${run}.`);
      if (leads) output.report(`Nothing is saved in ${run} yet: starting from the beginning.`);
    }
    const layers = saved === undefined ? given : [saved, ...given];
    // Before anything is opened: what cannot be resumed should be reported at once.
    if (saved !== undefined) {
      checkResumable(resolveExperiment([saved], registries), resolveExperiment(layers, registries));
    }
    await interruptible(output, 'Stopping after this update.', async (signal) => {
      const cluster = place && { ...place, signal };
      const experiment = await openLayers(layers, registries, output.report, cluster);
      const { method, data } = experiment.experiment;
      const folder = run ?? join('runs', `${method.name}-${data.name}`);
      try {
        output.report(leads ? `Run folder: ${folder}` : `Process ${place.task}: process 0 writes the run folder.`);
        const { report, onProgress } = output;
        const { iteration, model } = await experiment.train({
          folder,
          resume,
          force: flags.has('force'),
          signal,
          report,
          onProgress,
        });
        if (!leads) return;
        output.result(`Trained ${iteration} iterations. The model is in ${model}.`, { iteration, folder });
      } catch (error) {
        if (error instanceof InterruptedError && output.json && leads) output.result('', { interrupted: true, folder });
        throw error;
      } finally {
        await experiment.close();
      }
    });
  },
};
