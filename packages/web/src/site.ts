import { freshText } from './worker/model-cache.ts';
import type { EditingPrecision } from './worker/protocol.ts';

/** What the folder that the page came from holds. */
export interface Site {
  /** The model to open. */
  readonly model: string;
  /** URL of the folder of models, with a slash at its end. */
  readonly models: string;
  /** Precision of the weights that a GPU reads when a slider moves; chosen for the GPU where absent. */
  readonly editing?: EditingPrecision | undefined;
}

/** Reads `site.json` beside the page, and `?editing=` of its address. */
export async function readSite(): Promise<Site> {
  const { model } = JSON.parse(await freshText(new URL('site.json', document.baseURI).href)) as {
    readonly model: string;
  };
  const editing = editingOf(new URLSearchParams(location.search).get('editing'));
  return { model, models: new URL('models/', document.baseURI).href, editing };
}

/**
 * @param folder URL of a model's folder, from the page; models that it needs lie beside it
 * @param editing what an attribute says of it
 */
export function modelAt(folder: string, editing: string | null): Site {
  const url = new URL(`${folder.replace(/\/+$/, '')}/`, document.baseURI);
  const name = url.pathname.split('/').at(-2) ?? '';
  return { model: decodeURIComponent(name), models: new URL('../', url).href, editing: editingOf(editing) };
}

function editingOf(text: string | null): EditingPrecision | undefined {
  return text === 'float32' || text === 'half' ? text : undefined;
}
