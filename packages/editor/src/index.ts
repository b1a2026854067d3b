export { openEditor } from './open-editor.ts';
export * from './page.ts';
export { readLabelsFile } from './read-labels-file.ts';
export { stoppable } from './stoppable.ts';
