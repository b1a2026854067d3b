import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readLabelsFile } from '@attgan/editor';
import { parseLabelText, parseValues, toTextFile } from '@attgan/image-files';
import { readJsonLines } from '@attgan/formats';
import { parseLabelCsv } from '../../../packages/data-celeba/src/kaggle-labels.ts';
import { parseLabels } from '../../../packages/data-folder/src/label-csv.ts';
import { readSettings } from '../../../packages/importers/src/settings/read-settings.ts';
import { bytesOf, textOf, type FuzzTarget, type TargetsIn } from '../target.ts';

const celeba = bytesOf('2\r\nBald Young\r\n000001.jpg -1  1\r\n000002.jpg  1 -1\r\n');
const kaggle = bytesOf('image_id,Bald,Young\n000001.jpg,-1,1\n"000002.jpg",1,-1\n');
const file = (input: Uint8Array, ending = 'csv') => toTextFile(`labels.${ending}`, textOf(input));

/** Tables of labels, settings of other programs, and logs. */
export const tables: TargetsIn = async (folder) => {
  const written = (name: string, read: (path: string) => Promise<unknown>): FuzzTarget['read'] => {
    const path = join(folder, name);
    return async (input) => {
      await writeFile(path, input);
      await read(path);
    };
  };
  return [
    { name: 'celeba-labels', text: true, seeds: [celeba], read: (input) => void parseLabelText(file(input, 'txt')) },
    { name: 'kaggle-labels', text: true, seeds: [kaggle], read: (input) => void parseLabelCsv(file(input)) },
    {
      name: 'folder-labels',
      text: true,
      seeds: [bytesOf('file,Bald,split,identity,Young\na.jpg,0,train,1,true\n"b/c.jpg",1,test,2,-1\n')],
      read: (input) => void parseLabels(file(input)),
    },
    {
      name: 'values',
      text: true,
      seeds: [bytesOf('image_id,partition\na.jpg,0\nb.jpg,2\n')],
      read(input) {
        const format = {
          read: (field: string) => (/^\d+$/.test(field) ? Number(field) : undefined),
          expected: 'a number',
        };
        parseValues(file(input), ['a.jpg', 'b.jpg'], format);
      },
    },
    {
      name: 'labels-of-edits',
      text: true,
      seeds: [celeba, kaggle],
      read: written('labels', (path) => readLabelsFile(path, ['Bald', 'Young'])),
    },
    {
      name: 'settings',
      text: true,
      seeds: [
        bytesOf('{"attrs": ["Bald", "Young"], "img_size": 128, "shortcut_layers": 1, "enc_dim": 64, "thres_int": 0.5}'),
        bytesOf('att_names: [Bald, Young]\ncrop_size: 128\nshortcut_layers: 1\nenc_dim: &a 64\n'),
      ],
      read: written('setting.txt', (path) => readSettings(path, [])),
    },
    {
      name: 'json-lines',
      text: true,
      seeds: [bytesOf('{"iteration":1,"critic/penalty":0.5}\n{"iteration":2}\n')],
      read: written('metrics.jsonl', readJsonLines),
    },
  ];
};
