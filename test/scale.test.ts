import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { clusterPlace } from '../packages/cli/src/arguments/cluster-flags.ts';
import {
  experimentLayers,
  partFlags,
  partPrefixes,
  takenKinds,
} from '../packages/cli/src/arguments/experiment-flags.ts';
import { parseFlags } from '../packages/cli/src/arguments/flags.ts';
import { command as train } from '../packages/cli/src/commands/train.ts';
import { freePorts } from '../packages/cli/src/launch/free-ports.ts';
import { createRegistries, resolveExperiment } from '@attgan/experiment';
import { builtIn } from 'attgan';
import { backendHere } from './backend-here.ts';
import { blocksOf } from './guide.ts';
import { ROOT } from './workspace.ts';

const page = readFileSync(join(ROOT, 'docs', 'scale.md'), 'utf8');
const blockIn = (language: string): string => blocksOf(page).find((block) => block.language === language)?.text ?? '';
const registries = createRegistries(await builtIn());

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attgan-scale-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A program that is found before any other of its name. */
function program(name: string, script: string): void {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}

function run(file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): string {
  const path = `${folder}${delimiter}${process.env['PATH'] ?? ''}`;
  return execFileSync(file, args, {
    env: { ...process.env, NODE_OPTIONS: '', ...env, PATH: path },
    stdio: 'pipe',
    encoding: 'utf8',
  });
}

/** What the words after `attgan train` mean; throws where they mean nothing. */
async function meaningOf(words: readonly string[]) {
  const specs = { ...partFlags('all', registries), ...train.flags };
  const { flags, words: stray } = parseFlags(words, specs, partPrefixes('all', registries));
  expect(stray).toEqual([]);
  const layers = await experimentLayers(flags, takenKinds('all', registries.kinds), ROOT);
  return { flags, experiment: resolveExperiment(layers, registries) };
}

test('the pods of the Kubernetes Job know their places, and their command line is one that attgan takes', async () => {
  const [service, job] = parseAllDocuments(blockIn('yaml')).map((each) => {
    expect(each.errors).toEqual([]);
    return each.toJS() as {
      readonly metadata: { readonly name: string };
      readonly spec: {
        readonly selector: Readonly<Record<string, string>>;
        readonly completions: number;
        readonly template: {
          readonly spec: {
            readonly subdomain: string;
            readonly containers: readonly [
              { readonly command: readonly [string, string]; readonly args: readonly [string] },
            ];
          };
        };
      };
    };
  });
  const { completions, template } = job?.spec ?? expect.fail('there is no Job');
  expect(service?.spec.selector).toEqual({ 'job-name': job?.metadata.name });
  expect(service?.metadata.name).toBe(template.spec.subdomain);
  const [{ command, args }] = template.spec.containers;
  program('attgan', 'printf "%s\\n" "$TF_CONFIG" "$@"');
  for (let index = 0; index < completions; index++) {
    const env = { JOB_COMPLETION_INDEX: String(index) };
    const [config = '', name, ...words] = run(command[0], [command[1], args[0]], env).trim().split('\n');
    expect(name).toBe('train');
    const { flags, experiment } = await meaningOf(words);
    const addresses = Array.from({ length: completions }, (_, each) => `faces-${each}.faces:7777`);
    expect(clusterPlace(flags, config)).toEqual({ addresses, task: index, timeout: 600 });
    expect((experiment.train['batch'] as number) % completions).toBe(0);
  }
});

test('the Slurm script starts a process on each node, and these train together', async () => {
  expect((await backendHere()).name).toBe('tensorflow');
  const [first] = (await freePorts(1)) as [number];
  const script = join(folder, 'train.sh');
  writeFileSync(script, blockIn('sh').replace('base=7777', `base=${first - 1}`));
  run('bash', ['-n', script]);
  program('scontrol', 'test "$*" = "show hostnames nodes" && echo 127.0.0.1 && echo 127.0.0.1');
  program('npx', `shift; exec "${process.execPath}" "${join(ROOT, 'packages', 'attgan', 'bin', 'attgan.js')}" "$@"`);
  program('srun', 'shift; SLURM_PROCID=1 "$@" & SLURM_PROCID=0 "$@" && wait $!');
  const options = {
    'data.train': 16,
    'data.validation': 4,
    'data.test': 4,
    'data.cache': join(folder, 'faces'),
    'generator.preset': 'paper-64',
    'generator.size': 32,
    'generator.width': 1 / 32,
    'critic.width': 1 / 32,
    'method.criticUpdates': 1,
    backend: 'tensorflow',
    'backend.threads': 1,
    batch: 4,
    iterations: 2,
    run: join(folder, 'run'),
  };
  const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const said = run('bash', [script, ...words], { SLURM_JOB_NODELIST: 'nodes' });
  expect(said).toContain('Trained 2 iterations.');
}, 120_000);

test('the Ray program is Python, and what is submitted is taken', async () => {
  run('python3', ['-c', 'import ast, sys; ast.parse(sys.argv[1])', blockIn('python')]);
  const submitted = [...page.matchAll(/`(?:ray job submit .*?train\.py|sbatch train\.sh) ([^`]+)`/g)];
  expect(submitted).toHaveLength(2);
  for (const [, words] of submitted) await meaningOf((words as string).split(' '));
});
