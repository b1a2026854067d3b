export { faceApi } from './detecting/face-api/face-api.ts';
export * from './files/photo-file.ts';
export * from './files/write-photo.ts';
export * from './page.ts';
export { default } from './plugin.ts';
export { PORTRAIT } from './portrait.ts';
