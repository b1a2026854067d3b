/** A photo of a list, or why it cannot be read. */
export interface PhotoInput {
  /** Tells it from all others of the list: a path with forward slashes, whose part before the last one may be an archive. */
  readonly name: string;
  /** The file itself; absent in an archive. */
  readonly path?: string;
  /** Its bytes. @throws AttganError in one line */
  read(): Promise<Buffer>;
}

/** What a list of photos is dealt out to shards by: a photo, or an archive with its photos. */
export interface InputUnit {
  /** Differs from that of every other unit. */
  readonly name: string;
  photos(): AsyncIterable<PhotoInput>;
}

/** Endings of the names of photos in lower case. */
export const PHOTO_ENDINGS = ['.jpg', '.jpeg', '.png', '.webp', '.avif', '.gif', '.tif', '.tiff'] as const;

const ENDING = new RegExp(`(?:${PHOTO_ENDINGS.map((ending) => `\\${ending}`).join('|')})$`, 'i');

/** Whether a file of this name is taken for a photo. */
export function isPhotoName(name: string): boolean {
  return ENDING.test(name);
}

/**
 * The name of a result: that of its photo, with the ending of the result added where that is another one, so that two photos never have
 * one result: `a/x.jpg`, `a/x.gif.png`.
 * @param ending of the result, such as `.png`
 */
export function resultName(name: string, ending: string): string {
  const stem = name.slice(0, Math.max(0, name.length - ending.length));
  // x.gif.png is the result of x.gif, so that of a photo with this name is x.gif.png.png.
  return name.endsWith(ending) && !isPhotoName(stem) ? name : name + ending;
}
