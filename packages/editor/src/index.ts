export { codeOf, type Change, type CodeOptions, DEFAULT_STRENGTH } from './code-of.ts';
export { checkChanges } from './check-changes.ts';
export type { Editor, EditOptions, NetworkDefinitions, SlideOptions, Variants } from './editor.ts';
export { labelsFromLogits } from './labels-from-logits.ts';
export { openEditor } from './open-editor.ts';
export { parseChange } from './parse-change.ts';
export { readLabelsFile } from './read-labels-file.ts';
