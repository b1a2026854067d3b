import { freshText } from './worker/model-cache.ts';

/** What the folder that the page came from holds. */
export interface Site {
  /** The model to open. */
  readonly model: string;
  /** URL of the folder of models, with a slash at its end. */
  readonly models: string;
}

/** Reads `site.json` beside the page. */
export async function readSite(): Promise<Site> {
  const { model } = JSON.parse(await freshText(new URL('site.json', document.baseURI).href)) as {
    readonly model: string;
  };
  return { model, models: new URL('models/', document.baseURI).href };
}

/** @param folder URL of a model's folder, from the page; models that it needs lie beside it */
export function modelAt(folder: string): Site {
  const url = new URL(`${folder.replace(/\/+$/, '')}/`, document.baseURI);
  const name = url.pathname.split('/').at(-2) ?? '';
  return { model: decodeURIComponent(name), models: new URL('../', url).href };
}
