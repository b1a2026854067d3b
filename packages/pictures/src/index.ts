export * from './contact-sheet.ts';
export * from './crop-for-model.ts';
export * from './encode-picture.ts';
export { facePictures } from './face-pictures.ts';
export { lineChart, type LineChart, type Point, type Series } from './line-chart.ts';
export { loadPicture } from './load-picture.ts';
export { blankPicture, paste, type Picture } from './picture.ts';
export { picturesOf } from './pictures-of.ts';
export { renderSvg } from './render-svg.ts';
