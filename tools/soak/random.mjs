// @ts-check

/**
 * As good as any, and the same for the same seed.
 * @param {number} seed
 * @returns {() => number} in [0, 1)
 */
export function randomOf(seed) {
  let state = seed % 2147483648;
  const next = () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
  // The first ones of neighbouring seeds are alike.
  for (let turn = 0; turn < 10; turn++) next();
  return next;
}

/**
 * One of the names, each as often as its weight says.
 * @param {readonly string[]} names
 * @param {Readonly<Record<string, number>>} weights
 * @param {() => number} random
 * @returns {string}
 */
export function choose(names, weights, random) {
  const weight = (/** @type {string} */ name) => weights[name] ?? 1;
  let rest = names.reduce((sum, name) => sum + weight(name), 0) * random();
  const found = names.find((name) => (rest -= weight(name)) < 0);
  return found ?? /** @type {string} */ (names.at(-1));
}
