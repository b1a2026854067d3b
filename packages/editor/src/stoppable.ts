import { throwIfStopped } from '@attgan/core';
import type { Editor } from './editor.ts';

/** An editor whose work ends with an InterruptedError once `signal` is aborted; the same editor without a signal. */
export function stoppable(editor: Editor, signal: AbortSignal | undefined): Editor {
  if (signal === undefined) return editor;
  const { intensities } = editor;
  return {
    ...editor,
    async predict(pictures) {
      throwIfStopped(signal);
      return editor.predict(pictures);
    },
    edit: (pictures, labels, changes, options) => editor.edit(pictures, labels, changes, { ...options, signal }),
    editEach: (pictures, labels, variants, options) =>
      editor.editEach(pictures, labels, variants, { ...options, signal }),
    reconstruct: (pictures, labels) => editor.edit(pictures, labels, [], { signal }),
    slide: (picture, label, attribute, steps, options) =>
      editor.slide(picture, label, attribute, steps, { ...options, signal }),
    ...(intensities !== undefined && {
      async intensities(pictures) {
        throwIfStopped(signal);
        return intensities(pictures);
      },
    }),
  };
}
