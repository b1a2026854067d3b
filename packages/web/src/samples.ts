import type { ModelInfo } from './worker/protocol.ts';

/** A picture that comes with the page. */
export interface Sample {
  readonly url: string;
  readonly file: string;
  /** An attribute that is changed when the page opens, so that it shows what it can do. */
  readonly shows: string;
}

export const SAMPLES = {
  portrait: {
    url: new URL('./samples/portrait.jpg', import.meta.url).href,
    file: 'portrait.jpg',
    shows: 'Eyeglasses',
  },
  drawn: {
    url: new URL('./samples/drawn.png', import.meta.url).href,
    file: 'drawn.png',
    shows: 'Eyeglasses',
  },
} as const satisfies Readonly<Record<string, Sample>>;

/** What a model opens with: one that reads any photo a photo, others a drawn face. */
export function firstSample({ findsFaces }: ModelInfo): Sample {
  return findsFaces ? SAMPLES.portrait : SAMPLES.drawn;
}
