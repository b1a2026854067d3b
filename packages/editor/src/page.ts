// What a page may use. `index.ts` adds what reads files.
export type { Change } from '@attgan/core';
export { checkChanges } from './check-changes.ts';
export { checkSteps, MOST_STEPS } from './check-steps.ts';
export { editPictures, type EditPicturesOptions } from './edit-pictures.ts';
export type { Editor, EditOptions, Faces, LabelReader, NetworkDefinitions, Variants } from './editor.ts';
export { labelsFromLogits } from './labels-from-logits.ts';
export { openStoredEditor, type RunGenerator } from './open-stored-editor.ts';
export { parseChange } from './parse-change.ts';
export { DEFAULT_STRENGTH } from './strength.ts';
