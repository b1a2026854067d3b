// @ts-check

/** Faults that end a command with SIGKILL. */
const KILLS = ['kill', 'writing', 'impatient'];

/** What was done to which job, how often. */
export class Tally {
  /** @type {Map<string, { ended: number, late: number, torn: number, faults: Map<string, number> }>} */
  #jobs = new Map();
  /** @type {number[]} */
  #moments = [0, 0, 0, 0, 0];
  /** What ended otherwise than in peace. @type {string[]} */
  wrong = [];
  /** Answers of servers. */
  answers = 0;

  /** @param {string} job */
  #of(job) {
    const found = this.#jobs.get(job) ?? { ended: 0, late: 0, torn: 0, faults: new Map() };
    this.#jobs.set(job, found);
    return found;
  }

  /** A job ended at last. @param {string} job */
  end(job) {
    this.#of(job).ended++;
  }

  /** A fault met a running command. @param {string} job @param {string} fault */
  hit(job, fault) {
    const { faults } = this.#of(job);
    faults.set(fault, (faults.get(fault) ?? 0) + 1);
  }

  /** The command had ended before. @param {string} job */
  late(job) {
    this.#of(job).late++;
  }

  /**
   * A command was killed.
   * @param {string} job
   * @param {number} share of the time that the command takes in peace
   * @param {boolean} torn whether it left something half written
   */
  killed(job, share, torn) {
    const bin = Math.min(4, Math.floor(4 * share));
    this.#moments[bin] = (this.#moments[bin] ?? 0) + 1;
    if (torn) this.#of(job).torn++;
  }

  get ended() {
    return [...this.#jobs.values()].reduce((sum, { ended }) => sum + ended, 0);
  }

  /** A table of jobs and faults, and sums. @param {readonly string[]} names of faults */
  report(names) {
    const rows = [...this.#jobs].map(([job, { ended, late, torn, faults }]) => [
      job,
      ...names.map((name) => faults.get(name) ?? 0),
      late,
      torn,
      ended,
    ]);
    const sums = rows.reduce(
      (sum, row) => sum.map((each, at) => each + Number(row[at + 1])),
      Array(names.length + 3).fill(0),
    );
    const lines = [['', ...names, 'too late', 'torn', 'ended'], ...rows, ['all', ...sums]];
    const table = lines.map((row) =>
      row.map((cell, at) => (at === 0 ? String(cell).padEnd(17) : String(cell).padStart(10))).join(''),
    );
    const kills = names.reduce((sum, name, at) => sum + (KILLS.includes(name) ? (sums[at] ?? 0) : 0), 0);
    const faults = names.reduce((sum, _, at) => sum + (sums[at] ?? 0), 0);
    return [
      ...table,
      `Kills by quarters of the time in peace, and later: ${this.#moments.join(', ')}. Answers of servers: ${this.answers}.`,
      `${faults} faults, ${kills} of them SIGKILL; ${this.ended} jobs ended; ${this.wrong.length} of them otherwise than in peace.`,
    ].join('\n');
  }
}
