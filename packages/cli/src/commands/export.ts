import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '@attgan/core';
import type { ExporterDefinition } from '@attgan/export';
import { mergeLayers, nested, parseValue } from '@attgan/experiment';
import { readModel } from '@attgan/formats';
import type { Command } from '../command.ts';
import { FORCE_FLAG, guardInputs, refuseExisting } from '../guard-files.ts';

export const command: Command = {
  name: 'export',
  summary: 'writes a model in another format: ONNX, for a server, safetensors, .pth, or a smaller folder',
  usage: 'MODEL --format onnx --out FILE [--precision fp32|fp16|int8] [--calibrate PHOTOS] [--split]',
  flags: {
    format: { type: 'text', summary: 'onnx, triton, mlserver, safetensors, pth, or one of a plugin (folder)' },
    out: { type: 'text', summary: 'the file, or the folder of the formats folder, triton and mlserver' },
    precision: { type: 'text', summary: 'fp32, fp16 or int8, of formats that have a choice' },
    calibrate: { type: 'text', repeatable: true, summary: 'photo or folder of photos that int8 is fitted to' },
    split: { type: 'switch', summary: 'encoder and decoder as two ONNX files' },
    names: { type: 'text', summary: 'attgan or pytorch, of safetensors (attgan)' },
    full: { type: 'switch', summary: 'the same as --precision fp32' },
    ...FORCE_FLAG,
  },
  prefixes: ['exporter'],
  async run({ flags, words, output, registries }) {
    const [model] = words;
    const file = flags.text('out');
    if (model === undefined || words.length > 1) throw new UsageError('export takes one model.');
    if (file === undefined) throw new UsageError('--out is missing: where the exported model goes.');
    const format = flags.text('format') ?? 'folder';
    const exporter: ExporterDefinition = registries.of('exporter').get(format);
    const given = flags.dotted.map(([path, value]) => nested(keysOfPath(path), parseValue(value)));
    const precision = flags.text('precision') ?? (flags.has('full') ? 'fp32' : undefined);
    const options = mergeLayers([
      {
        ...(precision !== undefined && { precision }),
        ...(flags.has('calibrate') && { calibrate: flags.all('calibrate') }),
        ...(flags.has('split') && { split: true }),
        ...(flags.has('names') && { names: flags.text('names') }),
      },
      ...given,
    ]);
    const folder = registries.model(model);
    const targets = exporter.targets?.(options, file) ?? [file];
    const inside = await readdir(folder).catch(() => []);
    const guard = await guardInputs([folder, ...inside.map((name) => join(folder, name))]);
    for (const target of targets) await guard(target);
    await refuseExisting(targets, flags);
    const written = await exporter.write(options, { ...(await readModel(folder)), folder: model }, file);
    output.result(written.join('\n'), { model, format, written });
  },
};

/** `exporter.NAME` without its first word. */
function keysOfPath(path: string): [string, ...string[]] {
  return path.split('.').slice(1) as [string, ...string[]];
}
