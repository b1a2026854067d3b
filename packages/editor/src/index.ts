export { openEditor } from './open-editor.ts';
export * from './page.ts';
export { readLabelsFile } from './read-labels-file.ts';
