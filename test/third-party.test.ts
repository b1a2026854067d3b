import { cp, readdir, readFile } from 'node:fs/promises';
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
  'attgan-loss-ssim',
  'attgan-method-stargan',
  'attgan-net-residual',
  'attgan-net-stgan',
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

    test('a model that attgan-net-residual trained edits a photograph, and goes on training without flags', async () => {
      const plugin = '--plugin attgan-net-residual';
      await attgan(`train ${plugin} --backend wasm --generator residual --generator.blocks 2 ${SMALL} --run residual`);
      expect((await experimentOf('residual'))['generator']).toMatchObject({ name: 'residual', blocks: 2, share: 0.1 });
      const edit = `edit residual/samples/000002.png --backend wasm --model residual/model --set Eyeglasses=on --out on.png`;
      await attgan(`${edit} ${plugin}`);
      const { width, height } = await loadPicture(join(project, 'on.png'));
      expect([width, height]).toEqual([32, 32]);
      const { code, stderr } = await runAsStranger(`npx attgan ${edit}`, project);
      expect([code, stderr]).toEqual([1, expect.stringContaining('No generator named "residual". Known: attgan, ')]);
      const more = await attgan('train --json --resume --run residual --iterations 3');
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

    test('attgan-method-stargan trains, goes on without flags, and leaves models that need it no more', async () => {
      const plugin = '--plugin attgan-method-stargan --backend wasm';
      await attgan(`train ${plugin} --method stargan ${SMALL} --run stargan`);
      const metrics = await readFile(join(project, 'stargan', 'metrics.jsonl'), 'utf8');
      for (const name of ['critic/penalty', 'generator/cycle', 'accuracyEdited'])
        expect(metrics).toContain(`"${name}"`);
      const more = await attgan('train --json --resume --run stargan --iterations 3');
      expect(JSON.parse(more)).toEqual({ iteration: 3, folder: 'stargan' });
      const edit = 'edit stargan/samples/000002.png --backend wasm --model stargan/model --set Eyeglasses=on';
      await attgan(`${edit} --out stargan.png`);
      const { width, height } = await loadPicture(join(project, 'stargan.png'));
      expect([width, height]).toEqual([32, 32]);
    });
  },
);
