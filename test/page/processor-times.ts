import { readdir, readFile } from 'node:fs/promises';

/**
 * Time of processors that threads of this process's children and theirs have taken so far, by their names, milliseconds: what a picture costs
 * whatever else runs.
 */
export async function processorTimes(): Promise<Map<string, number>> {
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const parents = new Map<string, string>();
  for (const id of processes) {
    const stat = await readFile(`/proc/${id}/stat`, 'utf8').catch(() => '');
    parents.set(id, fieldsOf(stat)[1] ?? '');
  }
  const isOurs = (id: string): boolean => {
    const parent = parents.get(id);
    return parent !== undefined && (parent === String(process.pid) || isOurs(parent));
  };
  const times = new Map<string, number>();
  for (const id of processes.filter(isOurs)) {
    for (const thread of await readdir(`/proc/${id}/task`).catch(() => [])) {
      const stat = await readFile(`/proc/${id}/task/${thread}/stat`, 'utf8').catch(() => '');
      const [name = '', fields] = [/\((.*)\)/.exec(stat)?.[1], fieldsOf(stat)];
      times.set(name, (times.get(name) ?? 0) + 10 * (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)));
    }
  }
  return times;
}

/** Of /proc's `stat`, what follows the name, which is in brackets and may hold anything: state, parent, …, ticks in user and system mode. */
function fieldsOf(stat: string): string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
