import { fileURLToPath } from 'node:url';

/** A portrait that anyone may edit and show: NASA's of Eileen Collins, in the public domain, 512×512. */
export const PORTRAIT = fileURLToPath(new URL('../assets/astronaut.png', import.meta.url));
