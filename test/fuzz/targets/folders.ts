import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomKey } from '@attgan/core';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { readCheckpoint, writeCheckpoint } from '../../../packages/training/src/checkpoint.ts';
import { disposePlayers, initPlayer } from '../../../packages/training/src/player.ts';
import { START } from '../../../packages/training/src/progress.ts';
import { toyGame } from '../../../packages/training/src/testing/toy-game.ts';
import { openPackFolder } from '../../../packages/image-files/src/pack-source.ts';
import { hashOf, packKey, readPackIndex } from '../../../packages/image-files/src/pack-index.ts';
import { recoverBlocks } from '../../../packages/image-files/src/pack-journal.ts';
import { verifyPack } from '../../../packages/image-files/src/verify-pack.ts';
import { bytesOf, type TargetsIn } from '../target.ts';

const SIZE = 8;
const NAMES = ['a.jpg', 'b.jpg', 'c.jpg'];

/** Packs and checkpoints: folders that another machine may have written. */
export const folders: TargetsIn = async (folder) => {
  const pack = join(folder, 'pack');
  await mkdir(pack);
  const key = await packKey(NAMES, pack, { crop: 'none', resample: 'bicubic', size: SIZE });
  const pixels = new Uint8Array(NAMES.length * SIZE * SIZE * 3);
  const index = {
    key,
    images: NAMES,
    blockImages: 2,
    blocks: [hashOf('1'), hashOf('2')],
    bad: [{ row: 2, kind: 'absent', why: 'x' }],
  };
  const journal = `${JSON.stringify({ key, blockImages: 2 })}\n${JSON.stringify({ sha256: hashOf(pixels), bad: [] })}\n`;
  await writeFile(join(pack, 'images.u8'), pixels);
  await tf.setBackend('cpu');
  const checkpoints = join(folder, 'checkpoints');
  const { players } = toyGame(1);
  const fresh = () => Object.fromEntries(players.map((setup) => [setup.name, initPlayer(setup, randomKey(1))]));
  const first = fresh();
  await writeCheckpoint(checkpoints, { progress: START, players: first }, 1);
  disposePlayers(first);
  const checkpoint = join(checkpoints, '00000000');
  const [state, weights] = [
    await readFile(join(checkpoint, 'state.json')),
    await readFile(join(checkpoint, 'painter.safetensors')),
  ];
  await cp(checkpoint, join(checkpoints, '00000001'), { recursive: true });
  const resume = async (): Promise<void> => {
    tf.engine().startScope();
    try {
      await readCheckpoint(checkpoints, fresh(), () => undefined);
    } finally {
      tf.engine().endScope();
    }
  };
  return [
    {
      name: 'pack-index',
      text: true,
      seeds: [bytesOf(JSON.stringify(index))],
      async read(input) {
        await writeFile(join(pack, 'index.json'), input);
        const found = await readPackIndex(pack);
        if (found === undefined) return;
        const source = await openPackFolder(pack, found);
        try {
          await source.read([0, 2], new Uint8Array(2 * SIZE * SIZE * 3));
        } finally {
          await source.close();
        }
        await verifyPack({ folder: pack });
      },
    },
    {
      name: 'pack-journal',
      text: true,
      seeds: [bytesOf(journal)],
      async read(input) {
        await writeFile(join(pack, 'journal.jsonl'), input);
        await recoverBlocks(pack, key, 2, 2 * SIZE * SIZE * 3);
      },
    },
    {
      name: 'checkpoint-state',
      text: true,
      seeds: [state],
      async read(input) {
        await writeFile(join(checkpoints, '00000001', 'state.json'), input);
        await resume();
      },
    },
    {
      name: 'checkpoint-weights',
      seeds: [weights],
      async read(input) {
        const own = JSON.parse(state.toString()) as { players: { painter: { sha256: string } } };
        own.players.painter.sha256 = hashOf(input);
        await writeFile(join(checkpoints, '00000001', 'state.json'), JSON.stringify(own));
        await writeFile(join(checkpoints, '00000001', 'painter.safetensors'), input);
        await resume();
      },
    },
  ];
};
