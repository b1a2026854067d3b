// @ts-check
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, relative } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { attgan, ROOT } from './command.mjs';
import { hashesIn } from './compare.mjs';
import { MODEL } from './make-inputs.mjs';
import { anyOf, ask, VISITORS } from './visitors.mjs';

const SITE = join(ROOT, 'packages', 'web', 'dist', 'site');
const MODEL_FILES = ['model.json', 'model.safetensors'];
const VISITORS_AT_ONCE = 12;
/** Milliseconds that a server is visited for, at most, and that one which is asked to stop may take on a machine with other work. */
const [VISIT, STOPPING] = [2500, 5000];
/** Below the ports that systems give to those who ask for any. */
const PORTS = 20_000;

/**
 * Starts `attgan serve` again and again, has it visited by many at once, and kills or stops it meanwhile. Then it has to serve the
 * same as at first, and nothing may have changed in the folders that it serves.
 * @param {{ around: string, train: string, planned: readonly string[], place: import('./command.mjs').Place, random: () => number,
 *   tally: import('./tally.mjs').Tally }} request
 * @returns {Promise<string[]>} what was wrong
 */
export async function soakServer({ around, train, planned, place, random, tally }) {
  const [model, run] = [join(around, 'model'), join(around, 'run')];
  cpSync(MODEL, model, { recursive: true });
  if (existsSync(train)) cpSync(train, run, { recursive: true });
  const files = filesOf(model, run);
  const before = hashesIn(around);
  const port = await freePort(random);
  const words = (/** @type {number} */ at) => [
    'serve',
    '--json',
    `--model=${model}`,
    `--port=${at}`,
    ...(existsSync(run) ? [`--run=${run}`] : []),
  ];
  /** @type {string[]} */
  const wrong = [];
  let startsIn = 1000;
  for (const name of planned) {
    const began = performance.now();
    const { child, ended, said } = attgan(words(random() < 0.5 ? 0 : port), place);
    const stop = new AbortController();
    let listens = false;
    const visited = said.then(async (line) => {
      listens = true;
      startsIn = performance.now() - began;
      const visits = await visit({ port: portIn(line), files }, stop.signal);
      tally.answers += visits.answers;
      wrong.push(...visits.wrong);
    });
    const early = random() < 0.2;
    await Promise.race([setTimeout(early ? startsIn * random() : startsIn + VISIT * random()), ended]);
    stop.abort();
    const asked = name !== 'kill' && name !== 'writing';
    if (asked) child.kill(random() < 0.5 ? 'SIGTERM' : 'SIGINT');
    if (name === 'impatient') await Promise.race([setTimeout(100 * random()), ended]);
    if (!asked || name === 'impatient') child.kill('SIGKILL');
    const at = performance.now();
    const { code, signal, stderr, ms } = await ended;
    if (listens) await visited;
    if (signal === 'SIGKILL') {
      tally.hit('serve', asked ? 'impatient' : 'kill');
      tally.killed('serve', ms / (startsIn + VISIT), false);
    } else if (!asked) wrong.push(`ends by itself: ${stderr.slice(-300)}`);
    else {
      tally.hit('serve', 'stop');
      if (listens && code !== 0)
        wrong.push(`ends with ${code ?? signal} when it is asked to stop: ${stderr.slice(-300)}`);
      if (performance.now() - at > STOPPING) wrong.push(`takes ${Math.round(performance.now() - at)} ms to stop`);
    }
  }
  wrong.push(...(await servesAll(words(port), files, place, tally)));
  const after = hashesIn(around);
  const names = new Set([...before.keys(), ...after.keys()]);
  return [
    ...wrong,
    ...[...names].filter((name) => before.get(name) !== after.get(name)).map((name) => `${name} has changed`),
  ];
}

/** @param {string} model @param {string} run @returns {ReadonlyMap<string, Buffer>} */
function filesOf(model, run) {
  const page = readdirSync(SITE, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const samples = existsSync(run) ? readdirSync(join(run, 'samples')) : [];
  return new Map([
    ...page.map((path) => /** @type {const} */ ([`/${relative(SITE, path)}`, readFileSync(path)])),
    ...MODEL_FILES.map((name) => /** @type {const} */ ([`/models/model/${name}`, readFileSync(join(model, name))])),
    ...samples.map((name) => /** @type {const} */ ([`/run/samples/${name}`, readFileSync(join(run, 'samples', name))])),
    ['/', readFileSync(join(SITE, 'index.html'))],
    ['/site.json', Buffer.from(JSON.stringify({ model: 'model' }))],
  ]);
}

/** @param {string} line */
function portIn(line) {
  return Number(new URL(JSON.parse(line).url).port);
}

/**
 * Comes as all kinds of visitors, until the signal.
 * @param {import('./visitors.mjs').Site} site @param {AbortSignal} stop
 */
async function visit(site, stop) {
  let answers = 0;
  /** @type {string[]} */
  const wrong = [];
  const come = async () => {
    while (!stop.aborted) {
      const kind = anyOf(Object.keys(VISITORS));
      try {
        const said = await VISITORS[kind]?.(site);
        answers++;
        if (said !== undefined) wrong.push(said);
      } catch (error) {
        if (!stop.aborted) wrong.push(`a ${kind} gets no answer: ${String(error)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: VISITORS_AT_ONCE }, come));
  return { answers, wrong };
}

/**
 * Starts it once more, asks for everything there is, and stops it.
 * @param {readonly string[]} words @param {ReadonlyMap<string, Buffer>} files @param {import('./command.mjs').Place} place
 * @param {import('./tally.mjs').Tally} tally
 */
async function servesAll(words, files, place, tally) {
  const { child, ended, said } = attgan(words, place);
  const line = await Promise.race([said, ended]);
  if (typeof line !== 'string') return [`cannot be started again: ${line.stderr.slice(-300)}`];
  const site = { port: portIn(line), files };
  /** @type {string[]} */
  const wrong = [];
  for (const [path, bytes] of files) {
    const { status, body } = await ask(site, path);
    if (status !== 200 || !body.equals(bytes))
      wrong.push(`${path} is answered by ${status} and ${body.length} bytes in the end`);
  }
  for (const visitor of Object.values(VISITORS))
    wrong.push(...[await visitor(site)].filter((each) => each !== undefined));
  tally.answers += files.size + Object.keys(VISITORS).length;
  child.kill('SIGTERM');
  const { code, stderr } = await ended;
  return code === 0 ? wrong : [...wrong, `ends with ${code} in the end: ${stderr.slice(-300)}`];
}

/** @param {() => number} random @returns {Promise<number>} */
async function freePort(random) {
  const port = PORTS + Math.floor(9999 * random());
  const server = createServer();
  const free = await new Promise((resolve) =>
    server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true)),
  );
  server.close();
  return free ? port : freePort(random);
}
