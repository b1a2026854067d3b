import { cp, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { loadPicture } from '@attgan/pictures';
import { describe, expect, inject, test } from 'vitest';
import type { Packed } from '../tools/packed.ts';
import { publishedPackages } from '../tools/published-packages.ts';
import { runAsStranger, succeedAsStranger } from '../tools/run-as-stranger.ts';
import { filesUnder, ROOT } from './workspace.ts';

const { project, tarballs, problem }: Packed = inject('packed');
const EXAMPLES = [
  'attgan-backend-cpu',
  'attgan-backend-open-inference',
  'attgan-loss-ssim',
  'attgan-method-stargan',
  'attgan-net-residual',
  'attgan-net-stgan',
  'attgan-variants',
];
/** Whole papers. */
const PAPERS = ['attgan-method-stargan', 'attgan-net-stgan'];

/** As small and quick as a training can be. */
const SMALL = Object.entries({
  data: 'avatars',
  'data.train': 64,
  'data.validation': 8,
  'data.test': 8,
  'data.cache': 'off',
  'generator.preset': 'paper-64',
  'generator.size': 32,
  'generator.width': 1 / 32,
  'critic.width': 1 / 32,
  'method.criticUpdates': 1,
  batch: 2,
  iterations: 2,
})
  .map(([flag, value]) => `--${flag} ${value}`)
  .join(' ');

const attgan = (words: string): Promise<string> => succeedAsStranger(`npx attgan ${words}`, project);
const experimentOf = async (run: string): Promise<Record<string, unknown>> =>
  JSON.parse(await readFile(join(project, run, 'experiment.json'), 'utf8')) as Record<string, unknown>;

describe.skipIf(problem !== undefined)(
  problem ?? 'packages of others, installed beside ours',
  { timeout: 180_000 },
  () => {
    test('every package of the workspace is packed, without its tests', async () => {
      const names = [...publishedPackages().map(({ name }) => name), ...EXAMPLES];
      const expected = names.map((name) => name.replace('@', '').replace('/', '-').concat('-')).sort();
      expect((await readdir(tarballs)).map((file) => file.replace(/\d+\.\d+\.\d+\.tgz$/, '')).sort()).toEqual(expected);
      const ours = await readdir(join(project, 'node_modules', '@attgan'), { recursive: true });
      expect(ours.filter((path) => /\.test\.|(^|\/)testing\/|\.tsbuildinfo$/.test(path))).toEqual([]);
    });

    test('all requirements agree, and there is one TensorFlow.js and one of each package of ours', async () => {
      await succeedAsStranger('npm ls --all', project);
      const { packages } = JSON.parse(await readFile(join(project, 'package-lock.json'), 'utf8')) as {
        packages: Record<string, unknown>;
      };
      const copies = Object.keys(packages).filter((path) =>
        /node_modules\/.*node_modules\/(@attgan\/|.*tfjs)/.test(path),
      );
      expect(copies).toEqual([]);
    });

    test.each(EXAMPLES)(
      '%s is small, uses what is published, and passes its own tests where it is installed',
      async (name) => {
        const code = filesUnder(`examples/${name}`, (file) => file === 'index.js');
        expect((await readFile(join(ROOT, code[0] as string), 'utf8')).split('\n').length).toBeLessThan(
          PAPERS.includes(name) ? 150 : 90,
        );
        await cp(join(ROOT, 'examples', name), join(project, 'examples', name), { recursive: true });
        await succeedAsStranger('npm test', join(project, 'examples', name));
      },
    );

    test('attgan-backend-cpu keeps what it promises, and trains', async () => {
      const plugin = '--plugin attgan-backend-cpu';
      // The rest takes plain JavaScript minutes.
      const report = await attgan(`backends check cpu --json --only elementwise ${plugin}`);
      expect(JSON.parse(report)).toMatchObject({ kind: 'backend', name: 'cpu', ok: true });
      const result = await attgan(`train --json ${plugin} --backend cpu ${SMALL} --run cpu`);
      expect(JSON.parse(result)).toEqual({ iteration: 2, folder: 'cpu' });
    });

    test('attgan-loss-ssim is listed with its options, and is what a training minimises', async () => {
      const plugin = '--plugin attgan-loss-ssim';
      const listed = await attgan(`plugins ${plugin}`);
      for (const line of [
        'reconstruction l1: ',
        'reconstruction l2: ',
        'reconstruction ssim: ',
        '--reconstruction.window',
      ])
        expect(listed).toContain(line);
      await attgan(
        `train ${plugin} --backend wasm --reconstruction ssim --reconstruction.window 7 ${SMALL} --run ssim`,
      );
      expect((await experimentOf('ssim'))['reconstruction']).toEqual({ name: 'ssim', window: 7, l1: 0 });
      const { code, stderr } = await runAsStranger(`npx attgan train ${plugin} --reconstruction.window 7`, project);
      expect([code, stderr]).toEqual([2, expect.stringContaining('Unknown option reconstruction.window')]);
    });

    test('a model that attgan-net-residual trained edits a photograph, and goes on training', async () => {
      const plugin = '--plugin attgan-net-residual';
      await attgan(`train ${plugin} --backend wasm --generator residual --generator.blocks 2 ${SMALL} --run residual`);
      expect((await experimentOf('residual'))['generator']).toMatchObject({ name: 'residual', blocks: 2, share: 0.1 });
      const edit = `edit residual/samples/000002.png --backend wasm --model residual/model --set Eyeglasses=on --out on.png`;
      await attgan(`${edit} ${plugin}`);
      const { width, height } = await loadPicture(join(project, 'on.png'));
      expect([width, height]).toEqual([32, 32]);
      const { code, stderr } = await runAsStranger(`npx attgan ${edit}`, project);
      expect([code, stderr]).toEqual([1, expect.stringContaining('No generator named "residual". Known: attgan, ')]);
      const more = await attgan(`train ${plugin} --json --resume --run residual --iterations 3`);
      expect(JSON.parse(more)).toEqual({ iteration: 3, folder: 'residual' });
    });

    test('attgan-net-stgan, a generator that takes changes, is trained by AttGAN, edited and slid with', async () => {
      const plugin = '--plugin attgan-net-stgan --backend wasm';
      await attgan(`train ${plugin} --generator stgan --generator.units 2 ${SMALL} --run stgan`);
      const model = `stgan/samples/000002.png ${plugin} --model stgan/model`;
      await attgan(`edit ${model} --set Eyeglasses=on --out stgan.png`);
      await attgan(`slide ${model} --attribute Young --steps 3 --out strip.png`);
      const { width, height } = await loadPicture(join(project, 'stgan.png'));
      expect([width, height]).toEqual([32, 32]);
    });

    test('attgan-method-stargan trains, goes on, and leaves models that need it no more', async () => {
      const plugin = '--plugin attgan-method-stargan --backend wasm';
      await attgan(`train ${plugin} --method stargan ${SMALL} --run stargan`);
      const metrics = await readFile(join(project, 'stargan', 'metrics.jsonl'), 'utf8');
      for (const name of ['critic/penalty', 'generator/cycle', 'accuracyEdited'])
        expect(metrics).toContain(`"${name}"`);
      const more = await attgan(`train ${plugin} --json --resume --run stargan --iterations 3`);
      expect(JSON.parse(more)).toEqual({ iteration: 3, folder: 'stargan' });
      const edit = 'edit stargan/samples/000002.png --backend wasm --model stargan/model --set Eyeglasses=on';
      await attgan(`${edit} --out stargan.png`);
      const { width, height } = await loadPicture(join(project, 'stargan.png'));
      expect([width, height]).toEqual([32, 32]);
    });

    test('attgan-variants, parts of many kinds and a kind of its own, are listed with their options', async () => {
      const listed = await attgan('plugins --plugin attgan-variants');
      for (const line of [
        'target: which labels faces are edited towards in training (shuffled by default)',
        '  optimizer lion: ',
        '  schedule halving: ',
        '  augmentation grain: ',
        '  data shapes: ',
        '  metric contrast: ',
        '  target opposite: ',
        '    --target.attribute ',
        '  method aim: ',
      ])
        expect(listed).toContain(line);
      const checked = await attgan('plugins check lion --plugin attgan-variants --backend wasm --optimizer.beta1 0.8');
      expect(checked).toContain('The optimizer lion passes all conformance cases of what it promises.');
    });

    test('attgan-variants train together, and resume bit for bit', async () => {
      const parts =
        'method aim,target opposite,target.attribute Large,optimizer lion,schedule halving,augmentation grain';
      const named = parts
        .split(',')
        .map((part) => `--${part}`)
        .join(' ');
      const data = '--data shapes --data.train 16 --data.validation 4 --data.test 8';
      const networks =
        '--generator.preset paper-64 --generator.size 32 --generator.width 0.03125 --critic.width 0.03125';
      const often = '--batch 2 --iterations 4 --train.log 1 --train.checkpoint 2 --train.keep 4 --train.samples 2';
      await attgan(`train --plugin attgan-variants --backend wasm ${named} ${data} ${networks} ${often} --run whole`);
      expect(await experimentOf('whole')).toMatchObject({
        target: { name: 'opposite', attribute: 'Large' },
        optimizer: { name: 'lion', beta1: 0.9 },
        augmentation: [{ name: 'grain', deviation: 0.03 }],
      });
      const [whole, again] = [join(project, 'whole'), join(project, 'again')];
      await cp(whole, again, { recursive: true });
      await rm(join(again, 'checkpoints', '00000004'), { recursive: true });
      await rm(join(again, 'model'), { recursive: true });
      await attgan('train --plugin attgan-variants --resume --run again');
      for (const file of ['metrics.jsonl', join('model', 'model.safetensors')])
        expect(await readFile(join(again, file))).toEqual(await readFile(join(whole, file)));
    });

    test('attgan-variants measure a model, which needs the new kind no more', async () => {
      const evaluate = 'evaluate --json --plugin attgan-variants --backend wasm --metric contrast --out contrast';
      const results = await attgan(`${evaluate} --model whole/model --data shapes --data.test 8 --data.train 8`);
      expect(results).toContain('contrast');
    });

    test.each([
      ['The method "attgan" does not use "target"', '--target opposite --target.attribute Large'],
      ['No target named "sideways". Known: opposite, shuffled.', '--method aim --target sideways'],
      ['target.attribute: ', '--method aim --target opposite'],
      [
        '--target.attribute "Bald": the data have Round, Square, Large.',
        '--method aim --target opposite --target.attribute Bald',
      ],
      ['Unknown option optimizer.beta3. Did you mean', '--method aim --optimizer lion --optimizer.beta3 1'],
    ])('attgan-variants misused: %s', async (message, words) => {
      const train =
        'npx attgan train --plugin attgan-variants --backend wasm --data shapes --iterations 2 --run misused';
      const { code, stderr } = await runAsStranger(`${train} ${words}`, project);
      expect([code, stderr]).toEqual([2, expect.stringContaining(`error: ${message}`)]);
      expect(stderr).not.toContain('    at ');
    });
  },
);
